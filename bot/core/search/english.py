"""Words of general English, which say little about what a question is about."""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a about actually after again all also although always am an and any anybody anyone anything are arent as at
    basically be because been before being between both brief briefly but by call called can cannot cant come comes
    compare compared could couldnt define definition describe did didnt differ difference differences different
    differs discuss do does doesnt doing dont each either else ever every exactly example examples explain explained
    explains explanation feel few find for from get gets getting gist give gives go goes going gonna good got had
    happen happened happens has hasnt have havent having he hello help her here hers hey hi him his how however i id
    idea if ill im in instead into intuition intuitively is isnt it its itself ive just kind kinds know knows let
    lets like list look looks made main make makes many may maybe me mean means meant might more most much must my
    myself need needs no nor not now of off often ok okay on once one ones only or other others our out over own
    people person please pls plz put puts question questions quick quickly quite rather re really related role s
    said same say saying says see seem seems should shouldnt show simple simply so some somebody someone something
    sometimes sort sorts still stuff such sure t take takes tell than thank thanks that thats the their them then
    there theres these they theyre thing things think this those though through to together too try trying u
    understand understanding ur us use used uses using usually versus very vs want wants was wasnt way ways we well
    were werent what whatever whats when whenever where whether which while who whom whose why will with within
    without wont work working works would wouldnt ya yeah yes yet you your youre
    """.split()  # noqa: SIM905  # one word a line would take seven pages
)
"""Function words and the words around a question ("can somebody explain"): they count nothing."""

EVERYDAY_WORDS = frozenset(
    """
    accept accident account across act add address adult advice afraid afternoon age ago agree ahead air airport
    album allow alone along american amount angry animal another answer apart apartment apple apply april arm army
    around arrive art article artist ask asleep aunt autumn avoid away awesome baby back bad bag ball band bank bar
    bath beach bear beautiful beauty become bed beer begin behind believe belong below besides best better big bike
    bill bird birthday blood blow blue board boat body book boring born boss bother bottle bottom bowl box boy brain
    bread break breakfast breathe bring broken brother brown build building burn bus business busy buy cake calm
    camera camp cancel car card care careful carry cat catch cause cent century chair chance change character cheap
    check cheese chicken child choice choose christmas church city class clean clear climb clock close clothes cloud
    club coat coffee cold college color colour comfortable common company complain computer confused consider
    continue contract control cook cool copy corner correct cost count country couple courage course cousin cover
    crazy create cross crowd cry culture cup customer cut daily dance danger dangerous dark date daughter dead deal
    dear death december decide deep degree delete deliver depend desk destroy detail dice die difficult dinner dirty
    disappear discover dish doctor dog dollar door double doubt down download draw dream dress drink drive driver
    drop dry during dust duty ear early earn earth easily east easy eat edge education effort egg eight electric
    eleven email employee empty end enemy energy engine english enjoy enough enter entire environment equal escape
    especially europe evening event everybody everyone everything everywhere exact exam excellent except excited
    excuse exercise expect expensive experience extra eye face fact factory fail fair fall false family famous fan
    fancy far farm farmer fashion fast fat father fault favorite fear february feed feet fellow female fight fill
    film final finally fine finger finish fire firm first fish fit five fix flat flight flip floor flower fly follow
    food fool foot football force foreign forever forget fork form fortune forward four free fresh friday friend
    front fruit full fun funny furniture future game garden gas general gentle german giant gift girl glad glass
    goal god gold gone grade grandmother grass gray great green grey ground group grow guess guest guide guitar gun
    guy hair half hall hand hang happy hard hardly hat hate head health healthy hear heart heat heavy height hell
    herself hide high hill hire history hit hobby hold hole holiday home homework honest hope horse hospital hot
    hotel hour house huge human hundred hungry hunt hurry hurt husband ice imagine immediately important impossible
    include increase indeed industry inside interest interested interesting international internet interview invite
    island issue item january job join joke journey joy juice july jump june keep kid kill kilometer king kiss
    kitchen knife knock lady lake land large last late later laugh law lawyer lay lazy lead leaf learn leave left
    leg lend less lesson letter level library lie life lift light limit line listen little live local lock lonely
    long lord lose loss loud love low lucky lunch machine mad magazine mail major male man manage manager march mark
    market marriage married match matter maximum meal measure meat medicine meet meeting member memory mention
    message metal middle midnight mile milk million mind mine minute mirror miss mistake mix modern moment monday
    money month mood moon morning mother mountain mouth move movie music name narrow nation national natural nature
    near nearly necessary neck neighbor neither nervous never new news newspaper next nice night nine nobody noise
    none normal north nose note nothing notice november number object october offer office officer oil old older
    open opinion opposite orange order ordinary ourselves outside oven pack page pain paint pair paper parent park
    part partner party pass past path pay peace pen pencil percent perfect perhaps period pet phone photo piano pick
    picture piece pink pizza place plain plan plane plant plate play player pleasure plenty pocket poem point police
    polite political poor pop popular position possible post potato pound power practice prefer prepare present
    president press pretend pretty prevent price pride print prison private prize probably problem produce product
    program promise proper protect proud prove public pull purple purpose push quarter queen quiet race radio rain
    raise random reach read ready real realize reason receive recent recently recipe recommend record red refuse
    remain remember remind remove rent repair repeat replace reply report request rest restaurant result return rice
    rich ride right ring rise river road rock roll room rope rough round row rule run safe salary salt sand saturday
    sauce save scared school science scissors score sea search season seat secret secretary section sell send
    sentence separate september serious serve service set seven several shade shake shape share sharp shelf ship
    shirt shock shoe shoot shop short shoulder shout shower shut shy sick side sign signal silence silly silver
    similar since sing single sink sister sit six size skill skin sky sleep slow slowly small smell smile smoke
    smooth snow social society soft software soldier solid solve son song soon sorry soul sound soup south space
    speak special speech speed spell spend spoon sport spot spread spring square stage stair stand star start state
    station stay steal step stick stone stop store storm story straight strange street stress strong student study
    stupid subject success sudden suddenly suffer sugar suggest suit summer sun sunday supper support suppose
    surprise surprised sweet swim symptom table talk tall taste tax taxi tea teach teacher team tear telephone
    television ten tennis terrible test text theater thick thin third thirsty thousand three throat throw thursday
    ticket tidy tie tight time tired title today toe tomorrow tongue tonight tooth top total touch tour toward towel
    tower town toy trade traffic train translate travel treat tree trick trip trouble trousers truck true trust
    truth tuesday turn twelve twenty twice two type ugly umbrella uncle under university until upon upper upset
    usual vacation valley value vegetable video village visit voice vote wait wake walk wall war warm wash watch
    water weak wear weather website wedding wednesday week weekend weight welcome west wet wheel white whole wide
    wife wild win wind window wine winter wish wonder wonderful wood word world worry worse worst write writer wrong
    yard year yellow yesterday young yourself zero zoo
    """.split()  # noqa: SIM905  # the same
)
"""Common words of everyday life: they count less than words of the field, and are never taken for misspelled ones."""
