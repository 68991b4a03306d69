"""Words of general English, which say little about what a question is about."""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a about actually although am an and any anybody anyone anything are arent as at basically be because been being
    brief briefly but by can cannot cant could couldnt did didnt discuss do does doesnt doing dont exactly explained
    explains explanation for from gist gonna got had has hasnt havent he hello help her here hers hey hi him his how
    however i id if ill im in instead into intuitively is isnt it its itself ive just kinds lets like main may maybe
    me meant might must my myself of ok okay on ones or other others our please pls plz question questions quick
    quickly re really role s said saying should shouldnt so some somebody someone something sometimes sorts such
    sure t thank thanks that thats the their them there theres these they theyre this those though to u understand
    understanding ur us usually versus very vs was wasnt we were werent what whatever whats when whenever where
    whether which who whom whose why will with wont would wouldnt ya yeah yes yet you your youre
    """.split()  # noqa: SIM905  # one word a line would take seven pages
)
"""Function words and the words around a question ("can somebody explain"): they count nothing."""

EVERYDAY_WORDS = frozenset(
    """
    accept accident account across act add address adult advice afraid after afternoon again age ago agree ahead air
    airport album all allow alone along also always american amount angry animal another answer apart apartment
    apple apply april arm army around arrive art article artist ask asleep aunt autumn avoid away awesome baby back
    bad bag ball band bank bar bath beach bear beautiful beauty become bed beer before begin behind believe belong
    below besides best better between big bike bill bird birthday blood blow blue board boat body book boring born
    boss both bother bottle bottom bowl box boy brain bread break breakfast breathe bring broken brother brown build
    building burn bus business busy buy cake call called calm camera camp cancel car card care careful carry cat
    catch cause cent century chair chance change character cheap check cheese chicken child choice choose christmas
    church city class clean clear climb clock close clothes cloud club coat coffee cold college color colour come
    comes comfortable common company compare compared complain computer confused consider continue contract control
    cook cool copy corner correct cost count country couple courage course cousin cover crazy create cross crowd cry
    culture cup customer cut daily dance danger dangerous dark date daughter dead deal dear death december decide
    deep define definition degree delete deliver depend describe desk destroy detail dice die differ difference
    differences different differs difficult dinner dirty disappear discover dish doctor dog dollar door double doubt
    down download draw dream dress drink drive driver drop dry during dust duty each ear early earn earth easily
    east easy eat edge education effort egg eight either electric eleven else email employee empty end enemy energy
    engine english enjoy enough enter entire environment equal escape especially europe evening event ever every
    everybody everyone everything everywhere exact exam example examples excellent except excited excuse exercise
    expect expensive experience explain extra eye face fact factory fail fair fall false family famous fan fancy far
    farm farmer fashion fast fat father fault favorite fear february feed feel feet fellow female few fight fill
    film final finally find fine finger finish fire firm first fish fit five fix flat flight flip floor flower fly
    follow food fool foot football force foreign forever forget fork form fortune forward four free fresh friday
    friend front fruit full fun funny furniture future game garden gas general gentle german get gets getting giant
    gift girl give gives glad glass go goal god goes going gold gone good grade grandmother grass gray great green
    grey ground group grow guess guest guide guitar gun guy hair half hall hand hang happen happened happens happy
    hard hardly hat hate have having head health healthy hear heart heat heavy height hell herself hide high hill
    hire history hit hobby hold hole holiday home homework honest hope horse hospital hot hotel hour house huge
    human hundred hungry hunt hurry hurt husband ice idea imagine immediately important impossible include increase
    indeed industry inside interest interested interesting international internet interview intuition invite island
    issue item january job join joke journey joy juice july jump june keep kid kill kilometer kind king kiss kitchen
    knife knock know knows lady lake land large last late later laugh law lawyer lay lazy lead leaf learn leave left
    leg lend less lesson let letter level library lie life lift light limit line list listen little live local lock
    lonely long look looks lord lose loss loud love low lucky lunch machine mad made magazine mail major make makes
    male man manage manager many march mark market marriage married match matter maximum meal mean means measure
    meat medicine meet meeting member memory mention message metal middle midnight mile milk million mind mine
    minute mirror miss mistake mix modern moment monday money month mood moon more morning most mother mountain
    mouth move movie much music name narrow nation national natural nature near nearly necessary neck need needs
    neighbor neither nervous never new news newspaper next nice night nine no nobody noise none nor normal north
    nose not note nothing notice november now number object october off offer office officer often oil old older
    once one only open opinion opposite orange order ordinary ourselves out outside oven over own pack page pain
    paint pair paper parent park part partner party pass past path pay peace pen pencil people percent perfect
    perhaps period person pet phone photo piano pick picture piece pink pizza place plain plan plane plant plate
    play player pleasure plenty pocket poem point police polite political poor pop popular position possible post
    potato pound power practice prefer prepare present president press pretend pretty prevent price pride print
    prison private prize probably problem produce product program promise proper protect proud prove public pull
    purple purpose push put puts quarter queen quiet quite race radio rain raise random rather reach read ready real
    realize reason receive recent recently recipe recommend record red refuse related remain remember remind remove
    rent repair repeat replace reply report request rest restaurant result return rice rich ride right ring rise
    river road rock roll room rope rough round row rule run safe salary salt same sand saturday sauce save say says
    scared school science scissors score sea search season seat secret secretary section see seem seems sell send
    sentence separate september serious serve service set seven several shade shake shape share sharp shelf ship
    shirt shock shoe shoot shop short shoulder shout show shower shut shy sick side sign signal silence silly silver
    similar simple simply since sing single sink sister sit six size skill skin sky sleep slow slowly small smell
    smile smoke smooth snow social society soft software soldier solid solve son song soon sorry sort soul sound
    soup south space speak special speech speed spell spend spoon sport spot spread spring square stage stair stand
    star start state station stay steal step stick still stone stop store storm story straight strange street stress
    strong student study stuff stupid subject success sudden suddenly suffer sugar suggest suit summer sun sunday
    supper support suppose surprise surprised sweet swim symptom table take takes talk tall taste tax taxi tea teach
    teacher team tear telephone television tell ten tennis terrible test text than theater then thick thin thing
    things think third thirsty thousand three throat through throw thursday ticket tidy tie tight time tired title
    today toe together tomorrow tongue tonight too tooth top total touch tour toward towel tower town toy trade
    traffic train translate travel treat tree trick trip trouble trousers truck true trust truth try trying tuesday
    turn twelve twenty twice two type ugly umbrella uncle under university until upon upper upset use used uses
    using usual vacation valley value vegetable video village visit voice vote wait wake walk wall want wants war
    warm wash watch water way ways weak wear weather website wedding wednesday week weekend weight welcome well west
    wet wheel while white whole wide wife wild win wind window wine winter wish within without wonder wonderful wood
    word work working works world worry worse worst write writer wrong yard year yellow yesterday young yourself
    zero zoo
    """.split()  # noqa: SIM905  # the same
)
"""Common words of everyday life: they count less than words of the field, and are never taken for misspelled ones."""
