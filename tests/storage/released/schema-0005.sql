PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE answers (
    answer_id        INTEGER PRIMARY KEY,
    guild_id         INTEGER NOT NULL,
    user_id          INTEGER NOT NULL,
    question_id      TEXT    NOT NULL,
    question_version INTEGER NOT NULL,
    item_id          TEXT    NOT NULL,
    topic            TEXT    NOT NULL,
    play             TEXT    NOT NULL CHECK (play IN ('daily', 'quiz', 'practice')),
    origin_id        INTEGER,                     -- the daily post or the quiz round; NULL for practice
    response         TEXT    NOT NULL,            -- index of the choice in the file's order, or the written text
    verdict          TEXT    NOT NULL CHECK (verdict IN ('right', 'close', 'wrong')),
    points           INTEGER NOT NULL CHECK (points >= 0),
    answered_at_s    INTEGER NOT NULL
, day TEXT NOT NULL DEFAULT '', counts_as TEXT NOT NULL DEFAULT 'full' CHECK (counts_as IN ('full', 'solo', 'practice')), taken_s INTEGER) STRICT;
INSERT INTO "answers" VALUES(1,1000,7,'zero-weight-initialization',1,'zero-weight-initialization/logistic-regression','training','daily',1,'2','wrong',0,1772323620,'2026-03-01','full',NULL);
INSERT INTO "answers" VALUES(2,1000,8,'zero-weight-initialization',1,'zero-weight-initialization/logistic-regression','training','daily',1,'0','right',10,1772323620,'2026-03-01','full',NULL);
INSERT INTO "answers" VALUES(3,1000,7,'practical-ensembles',1,'practical-ensembles/averaging-weights','training','quiz',3,'0','wrong',0,1772323620,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(4,1000,8,'practical-ensembles',1,'practical-ensembles/averaging-weights','training','quiz',3,'0','wrong',0,1772323620,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(5,1000,7,'attention-complexity',1,'attention-complexity/rnn-comparison','transformer','quiz',4,'0','wrong',0,1772323620,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(6,1000,8,'attention-complexity',1,'attention-complexity/rnn-comparison','transformer','quiz',4,'0','wrong',0,1772323620,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(7,1000,7,'vanishing-and-exploding-gradients',1,'vanishing-and-exploding-gradients/linear-rnn-two-directions','training','quiz',5,'0','wrong',0,1772323620,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(8,1000,8,'vanishing-and-exploding-gradients',1,'vanishing-and-exploding-gradients/linear-rnn-two-directions','training','quiz',5,'0','wrong',0,1772323620,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(9,2000,7,'kl-divergence',1,'kl-divergence/two-unit-gaussians','probability','daily',2,'0','wrong',0,1772349240,'2026-03-01','full',NULL);
INSERT INTO "answers" VALUES(10,2000,8,'kl-divergence',1,'kl-divergence/two-unit-gaussians','probability','daily',2,'2','wrong',0,1772349240,'2026-03-01','full',NULL);
INSERT INTO "answers" VALUES(11,2000,7,'batch-size-and-learning-rate',1,'batch-size-and-learning-rate/beyond-critical','optimization','quiz',8,'0','right',30,1772349240,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(12,2000,8,'batch-size-and-learning-rate',1,'batch-size-and-learning-rate/beyond-critical','optimization','quiz',8,'0','right',30,1772349240,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(13,2000,7,'relu',1,'relu/all-active-path','training','quiz',9,'0','wrong',0,1772349240,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(14,2000,8,'relu',1,'relu/all-active-path','training','quiz',9,'0','wrong',0,1772349240,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(15,2000,7,'second-order-and-preconditioned-optimizers',1,'second-order-and-preconditioned-optimizers/muon-singular-values','optimization','quiz',10,'0','wrong',0,1772349240,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(16,2000,8,'second-order-and-preconditioned-optimizers',1,'second-order-and-preconditioned-optimizers/muon-singular-values','optimization','quiz',10,'0','wrong',0,1772349240,'2026-03-01','full',0);
INSERT INTO "answers" VALUES(17,1000,7,'expectation-variance-covariance-correlation',1,'expectation-variance-covariance-correlation/variance-of-a-difference','probability','daily',3,'2','wrong',0,1772410020,'2026-03-02','full',NULL);
INSERT INTO "answers" VALUES(18,1000,8,'expectation-variance-covariance-correlation',1,'expectation-variance-covariance-correlation/variance-of-a-difference','probability','daily',3,'1','wrong',0,1772410020,'2026-03-02','full',NULL);
INSERT INTO "answers" VALUES(19,1000,7,'prefill-vs-decode',1,'prefill-vs-decode/long-prompt-slow-start','llm-inference','quiz',27,'0','right',15,1772410020,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(20,1000,8,'prefill-vs-decode',1,'prefill-vs-decode/long-prompt-slow-start','llm-inference','quiz',27,'0','right',15,1772410020,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(21,1000,7,'shifted-right-decoder',1,'shifted-right-decoder/double-shift','transformer','quiz',28,'0','wrong',0,1772410020,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(22,1000,8,'shifted-right-decoder',1,'shifted-right-decoder/double-shift','transformer','quiz',28,'0','wrong',0,1772410020,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(23,1000,7,'probability-distributions',1,'probability-distributions/mean-absolute-error','probability','quiz',29,'0','wrong',0,1772410020,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(24,1000,8,'probability-distributions',1,'probability-distributions/mean-absolute-error','probability','quiz',29,'0','wrong',0,1772410020,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(25,2000,7,'mixed-precision-training',1,'mixed-precision-training/lost-update','training','daily',4,'0','right',15,1772435640,'2026-03-02','full',NULL);
INSERT INTO "answers" VALUES(26,2000,8,'mixed-precision-training',1,'mixed-precision-training/lost-update','training','daily',4,'0','right',15,1772435640,'2026-03-02','full',NULL);
INSERT INTO "answers" VALUES(27,2000,7,'sigmoid-squashing',1,'sigmoid-squashing/equal-input-steps','training','quiz',32,'0','wrong',0,1772435640,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(28,2000,8,'sigmoid-squashing',1,'sigmoid-squashing/equal-input-steps','training','quiz',32,'0','wrong',0,1772435640,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(29,2000,7,'grpo-and-verifiable-rewards',1,'grpo-and-verifiable-rewards/length-bias','llm-training','quiz',33,'0','right',30,1772435640,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(30,2000,8,'grpo-and-verifiable-rewards',1,'grpo-and-verifiable-rewards/length-bias','llm-training','quiz',33,'0','right',30,1772435640,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(31,2000,7,'attention-mask',1,'attention-mask/mask-after-softmax','transformer','quiz',34,'0','wrong',0,1772435640,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(32,2000,8,'attention-mask',1,'attention-mask/mask-after-softmax','transformer','quiz',34,'0','wrong',0,1772435640,'2026-03-02','full',0);
INSERT INTO "answers" VALUES(33,1000,7,'qlora',1,'qlora/what-is-four-bit','llm-training','daily',5,'2','wrong',0,1772496420,'2026-03-03','full',NULL);
INSERT INTO "answers" VALUES(34,1000,8,'qlora',1,'qlora/what-is-four-bit','llm-training','daily',5,'1','wrong',0,1772496420,'2026-03-03','full',NULL);
INSERT INTO "answers" VALUES(35,1000,7,'state-space-models',1,'state-space-models/small-delta','transformer','quiz',37,'0','wrong',0,1772496420,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(36,1000,8,'state-space-models',1,'state-space-models/small-delta','transformer','quiz',37,'0','wrong',0,1772496420,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(37,1000,7,'context-length-extension',1,'context-length-extension/which-pairs-stay','transformer','quiz',38,'0','right',30,1772496420,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(38,1000,8,'context-length-extension',1,'context-length-extension/which-pairs-stay','transformer','quiz',38,'0','right',30,1772496420,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(39,1000,7,'pre-norm-vs-post-norm',1,'pre-norm-vs-post-norm/price-of-pre-norm','transformer','quiz',39,'0','right',30,1772496420,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(40,1000,8,'pre-norm-vs-post-norm',1,'pre-norm-vs-post-norm/price-of-pre-norm','transformer','quiz',39,'0','right',30,1772496420,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(41,2000,7,'optimization-techniques',1,'optimization-techniques/where-no-gradient','optimization','daily',6,'2','wrong',0,1772522040,'2026-03-03','full',NULL);
INSERT INTO "answers" VALUES(42,2000,8,'optimization-techniques',1,'optimization-techniques/where-no-gradient','optimization','daily',6,'1','wrong',0,1772522040,'2026-03-03','full',NULL);
INSERT INTO "answers" VALUES(43,2000,7,'vae-vs-gan-vs-diffusion',1,'vae-vs-gan-vs-diffusion/source-of-vae-blur','diffusion','quiz',42,'0','wrong',0,1772522040,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(44,2000,8,'vae-vs-gan-vs-diffusion',1,'vae-vs-gan-vs-diffusion/source-of-vae-blur','diffusion','quiz',42,'0','wrong',0,1772522040,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(45,2000,7,'vision-transformer',1,'vision-transformer/no-positions','transformer','quiz',43,'0','right',22,1772522040,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(46,2000,8,'vision-transformer',1,'vision-transformer/no-positions','transformer','quiz',43,'0','right',22,1772522040,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(47,2000,7,'reverse-steps',1,'reverse-steps/training-cost-of-steps','diffusion','quiz',44,'0','right',15,1772522040,'2026-03-03','full',0);
INSERT INTO "answers" VALUES(48,2000,8,'reverse-steps',1,'reverse-steps/training-cost-of-steps','diffusion','quiz',44,'0','right',15,1772522040,'2026-03-03','full',0);
CREATE TABLE awards (
    guild_id     INTEGER NOT NULL,
    user_id      INTEGER NOT NULL,
    role_id      INTEGER NOT NULL,
    awarded_at_s INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id, role_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE boards (
    guild_id          INTEGER PRIMARY KEY,
    weekly_channel_id INTEGER,                    -- where last week's standings are posted; NULL: nowhere
    weekly_due_s      INTEGER                     -- when they are next
) STRICT;
INSERT INTO "boards" VALUES(1000,1,1772438400);
CREATE TABLE corrections (
    correction_id INTEGER PRIMARY KEY,
    answer_id     INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
    verdict       TEXT    NOT NULL CHECK (verdict IN ('right', 'close', 'wrong', 'void')),
    points        INTEGER NOT NULL CHECK (points >= 0),
    reason        TEXT    NOT NULL,
    by_user_id    INTEGER,                        -- NULL: the self-hoster, on the command line
    corrected_at_s INTEGER NOT NULL
) STRICT;
CREATE TABLE errands (
    errand_id INTEGER PRIMARY KEY,
    guild_id  INTEGER NOT NULL,
    post_id   INTEGER NOT NULL,
    kind      TEXT    NOT NULL CHECK (kind IN ('thread', 'pin', 'unpin', 'reveal', 'paused', 'last')),
    due_s     INTEGER NOT NULL,                   -- moved on by whoever takes it, so that no other does
    tries     INTEGER NOT NULL DEFAULT 0,
    UNIQUE (post_id, kind)
) STRICT;
CREATE TABLE excluded_roles (
    guild_id INTEGER NOT NULL,
    role_id  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "excluded_roles" VALUES(1000,55);
CREATE TABLE facts (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE guilds (
    guild_id     INTEGER PRIMARY KEY,
    zone         TEXT    NOT NULL DEFAULT 'UTC',  -- IANA name; day boundaries of rankings and streaks
    joined_at_s  INTEGER NOT NULL,
    left_at_s    INTEGER                          -- set when the bot was removed; the data goes later
) STRICT;
INSERT INTO "guilds" VALUES(1000,'Europe/Berlin',1772323200,NULL);
INSERT INTO "guilds" VALUES(2000,'America/New_York',1772323200,NULL);
CREATE TABLE left_out (
    guild_id    INTEGER NOT NULL,
    question_id TEXT    NOT NULL,
    at_s        INTEGER NOT NULL,
    PRIMARY KEY (guild_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE lookups (
    guild_id    INTEGER NOT NULL,
    question_id TEXT    NOT NULL,
    count       INTEGER NOT NULL,
    PRIMARY KEY (guild_id, question_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "lookups" VALUES(1000,'adam',1);
INSERT INTO "lookups" VALUES(1000,'batch-normalization',1);
INSERT INTO "lookups" VALUES(1000,'kl-divergence',1);
INSERT INTO "lookups" VALUES(2000,'batch-normalization',1);
INSERT INTO "lookups" VALUES(2000,'kl-divergence',1);
INSERT INTO "lookups" VALUES(2000,'self-and-cross-attention',1);
CREATE TABLE member_zones (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    zone     TEXT    NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE members (
    guild_id   INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    opted_out  INTEGER NOT NULL DEFAULT 0,        -- not on leaderboards, by their own wish
    is_open    INTEGER NOT NULL DEFAULT 0,        -- others may see their details in /stats
    left_at_s  INTEGER,                           -- when it was noticed that they had left
    excluded   INTEGER NOT NULL DEFAULT 0,        -- has a role that staff keep off the boards
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE misses (
    guild_id    INTEGER NOT NULL,
    query       TEXT    NOT NULL,
    count       INTEGER NOT NULL,
    last_at_s   INTEGER NOT NULL,
    PRIMARY KEY (guild_id, query)
) STRICT, WITHOUT ROWID;
INSERT INTO "misses" VALUES(1000,'sourdough bread recipe',1,1772409960);
CREATE TABLE open_channels (
    guild_id   INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE posts (
    post_id      INTEGER PRIMARY KEY,
    schedule_id  INTEGER NOT NULL,
    guild_id     INTEGER NOT NULL,
    channel_id   INTEGER NOT NULL,
    slot_s       INTEGER NOT NULL,                -- when it was due
    question_id  TEXT    NOT NULL,
    item_id      TEXT    NOT NULL,
    seed         INTEGER NOT NULL,                -- order of the choices
    state        TEXT    NOT NULL CHECK (state IN ('claimed', 'sent', 'dropped')),
    claimed_at_s INTEGER NOT NULL,
    message_id   INTEGER,
    thread_id    INTEGER,
    sent_at_s    INTEGER, local_day     TEXT    NOT NULL DEFAULT '1970-01-01', is_extra      INTEGER NOT NULL DEFAULT 0, last_of_round INTEGER NOT NULL DEFAULT 0, look_at_s     INTEGER NOT NULL DEFAULT 0, reveal_at_s   INTEGER,
    UNIQUE (schedule_id, slot_s)
) STRICT;
INSERT INTO "posts" VALUES(1,1,1000,1,1772323620,'zero-weight-initialization','zero-weight-initialization/logistic-regression',769949150,'sent',1772323620,1,1,1772323620,'2026-03-01',0,0,1772323710,1772345220);
INSERT INTO "posts" VALUES(2,2,2000,2,1772349240,'kl-divergence','kl-divergence/two-unit-gaussians',717657453,'sent',1772349240,1,1,1772349240,'2026-03-01',0,0,1772349330,1772370840);
INSERT INTO "posts" VALUES(3,1,1000,1,1772410020,'expectation-variance-covariance-correlation','expectation-variance-covariance-correlation/variance-of-a-difference',434666847,'sent',1772410020,1,1,1772410020,'2026-03-02',0,0,1772410110,1772431620);
INSERT INTO "posts" VALUES(4,2,2000,2,1772435640,'mixed-precision-training','mixed-precision-training/lost-update',188194028,'sent',1772435640,1,1,1772435640,'2026-03-02',0,0,1772435730,1772457240);
INSERT INTO "posts" VALUES(5,1,1000,1,1772496420,'qlora','qlora/what-is-four-bit',1052509671,'sent',1772496420,1,1,1772496420,'2026-03-03',0,0,1772496510,1772518020);
INSERT INTO "posts" VALUES(6,2,2000,2,1772522040,'optimization-techniques','optimization-techniques/where-no-gradient',1385516359,'sent',1772522040,1,1,1772522040,'2026-03-03',0,0,1772522130,1772543640);
CREATE TABLE prizes (
    guild_id INTEGER NOT NULL,
    role_id  INTEGER NOT NULL,
    points   INTEGER NOT NULL CHECK (points > 0), -- of all time, from which a member gets the role
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "prizes" VALUES(1000,56,100);
CREATE TABLE queued (
    queue_id    INTEGER PRIMARY KEY,
    guild_id    INTEGER NOT NULL,
    schedule_id INTEGER NOT NULL,
    question_id TEXT    NOT NULL,
    UNIQUE (schedule_id, question_id)
) STRICT;
CREATE TABLE quiz_presets (
    guild_id   INTEGER NOT NULL,
    name       TEXT    NOT NULL COLLATE NOCASE,
    options    TEXT    NOT NULL,                  -- JSON, see core/quiz_json.py
    saved_at_s INTEGER NOT NULL,
    PRIMARY KEY (guild_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "quiz_presets" VALUES(1000,'mine','{"mode":"together","kind":"choice","topics":[],"difficulty":null,"count":3,"seconds":30,"hints":true,"speed_bonus":true,"last_counts":false,"max_misses":3,"idle_limit":3}',1772409960);
CREATE TABLE quizzes (
    quiz_id      INTEGER PRIMARY KEY,
    guild_id     INTEGER NOT NULL,
    channel_id   INTEGER NOT NULL,
    thread_id    INTEGER,
    host_id      INTEGER NOT NULL,
    seed         INTEGER NOT NULL,
    state        TEXT    NOT NULL,                -- the state machine's state as JSON, see core/quiz.py
    shown        INTEGER NOT NULL DEFAULT 0,      -- how many of the state's steps members have seen
    wake_at_s    INTEGER,                         -- when time is the next event; NULL: never
    started_at_s INTEGER NOT NULL,
    ended_at_s   INTEGER
, private INTEGER NOT NULL DEFAULT 0, step INTEGER NOT NULL DEFAULT 1) STRICT;
INSERT INTO "quizzes" VALUES(1,1000,1,NULL,7,119630366,'{"options":{"mode":"together","kind":"choice","topics":[],"difficulty":null,"count":3,"seconds":30,"hints":true,"speed_bonus":true,"last_counts":false,"max_misses":3,"idle_limit":3},"host_id":7,"items":["practical-ensembles/averaging-weights","attention-complexity/rnn-comparison","vanishing-and-exploding-gradients/linear-rnn-two-directions"],"phase":"archived","number":2,"step":9,"opened_at":1772323620.0,"deadline":null,"players":[[7,0,3,0,3,0,false],[8,0,3,0,3,0,false]],"given":[[7,"0","wrong",0,1772323620.0],[8,"0","wrong",0,1772323620.0]],"hinted":[],"idle":0,"skip_votes":[],"stop_votes":[],"voided":[],"silences":[],"paused_from":null,"pausing":null,"left_when_paused":null,"ending":"finished"}',0,NULL,1772323620,1772323713,0,9);
INSERT INTO "quizzes" VALUES(2,2000,2,NULL,7,1479305591,'{"options":{"mode":"together","kind":"choice","topics":[],"difficulty":null,"count":3,"seconds":30,"hints":true,"speed_bonus":true,"last_counts":false,"max_misses":3,"idle_limit":3},"host_id":7,"items":["batch-size-and-learning-rate/beyond-critical","relu/all-active-path","second-order-and-preconditioned-optimizers/muon-singular-values"],"phase":"archived","number":2,"step":9,"opened_at":1772349240.0,"deadline":null,"players":[[7,30,3,1,2,0,false],[8,30,3,1,2,0,false]],"given":[[7,"0","wrong",0,1772349240.0],[8,"0","wrong",0,1772349240.0]],"hinted":[],"idle":0,"skip_votes":[],"stop_votes":[],"voided":[],"silences":[],"paused_from":null,"pausing":null,"left_when_paused":null,"ending":"finished"}',0,NULL,1772349240,1772349333,0,9);
INSERT INTO "quizzes" VALUES(3,2000,2,NULL,9,1027383263,'{"options":{"mode":"together","kind":"choice","topics":[],"difficulty":null,"count":5,"seconds":30,"hints":true,"speed_bonus":true,"last_counts":false,"max_misses":3,"idle_limit":3},"host_id":9,"items":["forward-vs-reverse-kl/unnormalized-target","ddim/imperfect-inversion","lora/when-lora-lags","bleu-rouge-and-model-based-metrics/one-inserted-not","positional-encoding/shuffled-encoder"],"phase":"lobby","number":-1,"step":1,"opened_at":1772409960.0,"deadline":1772410020.0,"players":[[9,0,0,0,0,0,false]],"given":[],"hinted":[],"idle":0,"skip_votes":[],"stop_votes":[],"voided":[],"silences":[],"paused_from":null,"pausing":null,"left_when_paused":null,"ending":null}',0,1772410020,1772409960,NULL,0,1);
INSERT INTO "quizzes" VALUES(4,2000,2,NULL,9,79676391,'{"options":{"mode":"exam","kind":"choice","topics":[],"difficulty":null,"count":5,"seconds":30,"hints":true,"speed_bonus":true,"last_counts":false,"max_misses":3,"idle_limit":3},"host_id":9,"items":["equal-weight-initialization/what-breaks-symmetry","masked-multi-head-attention/mask-forgotten","gradient-accumulation/what-it-saves","label-smoothing-and-mixup/mixup-target","zero-weight-initialization/what-moves-first"],"phase":"question","number":0,"step":2,"opened_at":1772409960.0,"deadline":1772496360.0,"players":[[9,0,0,0,0,0,false]],"given":[],"hinted":[],"idle":0,"skip_votes":[],"stop_votes":[],"voided":[],"silences":[],"paused_from":null,"pausing":null,"left_when_paused":null,"ending":null}',0,1772496361,1772409960,NULL,1,2);
INSERT INTO "quizzes" VALUES(5,1000,1,NULL,7,1190704568,'{"options":{"mode":"together","kind":"choice","topics":[],"difficulty":null,"count":3,"seconds":30,"hints":true,"speed_bonus":true,"last_counts":false,"max_misses":3,"idle_limit":3},"host_id":7,"items":["prefill-vs-decode/long-prompt-slow-start","shifted-right-decoder/double-shift","probability-distributions/mean-absolute-error"],"phase":"archived","number":2,"step":9,"opened_at":1772410020.0,"deadline":null,"players":[[7,15,3,1,2,0,false],[8,15,3,1,2,0,false]],"given":[[7,"0","wrong",0,1772410020.0],[8,"0","wrong",0,1772410020.0]],"hinted":[],"idle":0,"skip_votes":[],"stop_votes":[],"voided":[],"silences":[],"paused_from":null,"pausing":null,"left_when_paused":null,"ending":"finished"}',0,NULL,1772410020,1772410113,0,9);
INSERT INTO "quizzes" VALUES(6,2000,2,NULL,7,749844380,'{"options":{"mode":"together","kind":"choice","topics":[],"difficulty":null,"count":3,"seconds":30,"hints":true,"speed_bonus":true,"last_counts":false,"max_misses":3,"idle_limit":3},"host_id":7,"items":["sigmoid-squashing/equal-input-steps","grpo-and-verifiable-rewards/length-bias","attention-mask/mask-after-softmax"],"phase":"archived","number":2,"step":9,"opened_at":1772435640.0,"deadline":null,"players":[[7,30,3,1,2,0,false],[8,30,3,1,2,0,false]],"given":[[7,"0","wrong",0,1772435640.0],[8,"0","wrong",0,1772435640.0]],"hinted":[],"idle":0,"skip_votes":[],"stop_votes":[],"voided":[],"silences":[],"paused_from":null,"pausing":null,"left_when_paused":null,"ending":"finished"}',0,NULL,1772435640,1772435733,0,9);
INSERT INTO "quizzes" VALUES(7,1000,1,NULL,7,2055593182,'{"options":{"mode":"together","kind":"choice","topics":[],"difficulty":null,"count":3,"seconds":30,"hints":true,"speed_bonus":true,"last_counts":false,"max_misses":3,"idle_limit":3},"host_id":7,"items":["state-space-models/small-delta","context-length-extension/which-pairs-stay","pre-norm-vs-post-norm/price-of-pre-norm"],"phase":"archived","number":2,"step":9,"opened_at":1772496420.0,"deadline":null,"players":[[7,60,3,2,1,0,false],[8,60,3,2,1,0,false]],"given":[[7,"0","right",30,1772496420.0],[8,"0","right",30,1772496420.0]],"hinted":[],"idle":0,"skip_votes":[],"stop_votes":[],"voided":[],"silences":[],"paused_from":null,"pausing":null,"left_when_paused":null,"ending":"finished"}',0,NULL,1772496420,1772496513,0,9);
INSERT INTO "quizzes" VALUES(8,2000,2,NULL,7,465353591,'{"options":{"mode":"together","kind":"choice","topics":[],"difficulty":null,"count":3,"seconds":30,"hints":true,"speed_bonus":true,"last_counts":false,"max_misses":3,"idle_limit":3},"host_id":7,"items":["vae-vs-gan-vs-diffusion/source-of-vae-blur","vision-transformer/no-positions","reverse-steps/training-cost-of-steps"],"phase":"archived","number":2,"step":9,"opened_at":1772522040.0,"deadline":null,"players":[[7,37,3,2,1,0,false],[8,37,3,2,1,0,false]],"given":[[7,"0","right",15,1772522040.0],[8,"0","right",15,1772522040.0]],"hinted":[],"idle":0,"skip_votes":[],"stop_votes":[],"voided":[],"silences":[],"paused_from":null,"pausing":null,"left_when_paused":null,"ending":"finished"}',0,NULL,1772522040,1772522133,0,9);
CREATE TABLE reports (
    report_id     INTEGER PRIMARY KEY,
    guild_id      INTEGER NOT NULL,
    user_id       INTEGER NOT NULL,
    item_id       TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    reported_at_s INTEGER NOT NULL,
    settled_at_s  INTEGER
) STRICT;
CREATE TABLE rounds (
    round_id   INTEGER PRIMARY KEY,
    quiz_id    INTEGER NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    item_id    TEXT    NOT NULL,
    message_id INTEGER, given TEXT, opened_at REAL, entered INTEGER NOT NULL DEFAULT 0,
    UNIQUE (quiz_id, number)
) STRICT;
INSERT INTO "rounds" VALUES(1,1,-1,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(2,1,-2,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(3,1,0,'practical-ensembles/averaging-weights',NULL,'[[7,"0","wrong",0,1772323620.0],[8,"0","wrong",0,1772323620.0]]',1772323620.0,1);
INSERT INTO "rounds" VALUES(4,1,1,'attention-complexity/rnn-comparison',NULL,'[[7,"0","wrong",0,1772323620.0],[8,"0","wrong",0,1772323620.0]]',1772323651.0,1);
INSERT INTO "rounds" VALUES(5,1,2,'vanishing-and-exploding-gradients/linear-rnn-two-directions',NULL,'[[7,"0","wrong",0,1772323620.0],[8,"0","wrong",0,1772323620.0]]',1772323682.0,1);
INSERT INTO "rounds" VALUES(6,2,-1,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(7,2,-2,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(8,2,0,'batch-size-and-learning-rate/beyond-critical',NULL,'[[7,"0","right",30,1772349240.0],[8,"0","right",30,1772349240.0]]',1772349240.0,1);
INSERT INTO "rounds" VALUES(9,2,1,'relu/all-active-path',NULL,'[[7,"0","wrong",0,1772349240.0],[8,"0","wrong",0,1772349240.0]]',1772349271.0,1);
INSERT INTO "rounds" VALUES(10,2,2,'second-order-and-preconditioned-optimizers/muon-singular-values',NULL,'[[7,"0","wrong",0,1772349240.0],[8,"0","wrong",0,1772349240.0]]',1772349302.0,1);
INSERT INTO "rounds" VALUES(11,3,-1,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(12,3,-2,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(13,3,0,'forward-vs-reverse-kl/unnormalized-target',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(14,3,1,'ddim/imperfect-inversion',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(15,3,2,'lora/when-lora-lags',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(16,3,3,'bleu-rouge-and-model-based-metrics/one-inserted-not',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(17,3,4,'positional-encoding/shuffled-encoder',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(18,4,-1,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(19,4,-2,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(20,4,0,'equal-weight-initialization/what-breaks-symmetry',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(21,4,1,'masked-multi-head-attention/mask-forgotten',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(22,4,2,'gradient-accumulation/what-it-saves',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(23,4,3,'label-smoothing-and-mixup/mixup-target',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(24,4,4,'zero-weight-initialization/what-moves-first',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(25,5,-1,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(26,5,-2,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(27,5,0,'prefill-vs-decode/long-prompt-slow-start',NULL,'[[7,"0","right",15,1772410020.0],[8,"0","right",15,1772410020.0]]',1772410020.0,1);
INSERT INTO "rounds" VALUES(28,5,1,'shifted-right-decoder/double-shift',NULL,'[[7,"0","wrong",0,1772410020.0],[8,"0","wrong",0,1772410020.0]]',1772410051.0,1);
INSERT INTO "rounds" VALUES(29,5,2,'probability-distributions/mean-absolute-error',NULL,'[[7,"0","wrong",0,1772410020.0],[8,"0","wrong",0,1772410020.0]]',1772410082.0,1);
INSERT INTO "rounds" VALUES(30,6,-1,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(31,6,-2,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(32,6,0,'sigmoid-squashing/equal-input-steps',NULL,'[[7,"0","wrong",0,1772435640.0],[8,"0","wrong",0,1772435640.0]]',1772435640.0,1);
INSERT INTO "rounds" VALUES(33,6,1,'grpo-and-verifiable-rewards/length-bias',NULL,'[[7,"0","right",30,1772435640.0],[8,"0","right",30,1772435640.0]]',1772435671.0,1);
INSERT INTO "rounds" VALUES(34,6,2,'attention-mask/mask-after-softmax',NULL,'[[7,"0","wrong",0,1772435640.0],[8,"0","wrong",0,1772435640.0]]',1772435702.0,1);
INSERT INTO "rounds" VALUES(35,7,-1,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(36,7,-2,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(37,7,0,'state-space-models/small-delta',NULL,'[[7,"0","wrong",0,1772496420.0],[8,"0","wrong",0,1772496420.0]]',1772496420.0,1);
INSERT INTO "rounds" VALUES(38,7,1,'context-length-extension/which-pairs-stay',NULL,'[[7,"0","right",30,1772496420.0],[8,"0","right",30,1772496420.0]]',1772496451.0,1);
INSERT INTO "rounds" VALUES(39,7,2,'pre-norm-vs-post-norm/price-of-pre-norm',NULL,'[[7,"0","right",30,1772496420.0],[8,"0","right",30,1772496420.0]]',1772496482.0,1);
INSERT INTO "rounds" VALUES(40,8,-1,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(41,8,-2,'',NULL,NULL,NULL,0);
INSERT INTO "rounds" VALUES(42,8,0,'vae-vs-gan-vs-diffusion/source-of-vae-blur',NULL,'[[7,"0","wrong",0,1772522040.0],[8,"0","wrong",0,1772522040.0]]',1772522040.0,1);
INSERT INTO "rounds" VALUES(43,8,1,'vision-transformer/no-positions',NULL,'[[7,"0","right",22,1772522040.0],[8,"0","right",22,1772522040.0]]',1772522071.0,1);
INSERT INTO "rounds" VALUES(44,8,2,'reverse-steps/training-cost-of-steps',NULL,'[[7,"0","right",15,1772522040.0],[8,"0","right",15,1772522040.0]]',1772522102.0,1);
CREATE TABLE schedules (
    schedule_id   INTEGER PRIMARY KEY,
    guild_id      INTEGER NOT NULL,
    channel_id    INTEGER NOT NULL,
    zone          TEXT    NOT NULL,
    minute        INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439),  -- of the local day
    days          TEXT    NOT NULL,               -- 'daily', 'mon,wed,fri' or 'every-3'
    anchor        TEXT    NOT NULL,               -- local date from which 'every-N' counts
    topics        TEXT    NOT NULL,               -- comma-separated ids; empty: all
    role_id       INTEGER,                        -- the only role that a post may mention
    with_thread   INTEGER NOT NULL,
    created_at_s  INTEGER NOT NULL,
    next_due_s    INTEGER NOT NULL,
    paused_at_s   INTEGER,
    pause_reason  TEXT
, easiest      TEXT    NOT NULL DEFAULT 'easy', hardest      TEXT    NOT NULL DEFAULT 'hard', reveal_hours INTEGER, with_pin     INTEGER NOT NULL DEFAULT 0, created_by   INTEGER) STRICT;
INSERT INTO "schedules" VALUES(1,1000,1,'Europe/Berlin',67,'daily','2026-03-01','',NULL,1,1772323200,1772582820,NULL,NULL,'easy','hard',6,0,NULL);
INSERT INTO "schedules" VALUES(2,2000,2,'America/New_York',134,'daily','2026-02-28','',NULL,1,1772323200,1772608440,NULL,NULL,'easy','hard',6,0,NULL);
CREATE TABLE seasons (
    guild_id     INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    started_at_s INTEGER NOT NULL,
    PRIMARY KEY (guild_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "seasons" VALUES(1000,1,'Spring',1772409960);
CREATE TABLE tallies (
    guild_id INTEGER NOT NULL,
    board    TEXT    NOT NULL,
    size     INTEGER NOT NULL,
    bucket   INTEGER NOT NULL,                    -- points / size
    members  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, board, size, bucket)
) STRICT, WITHOUT ROWID;
INSERT INTO "tallies" VALUES(1000,'all',1,10,0);
INSERT INTO "tallies" VALUES(1000,'all',1,15,0);
INSERT INTO "tallies" VALUES(1000,'all',1,25,0);
INSERT INTO "tallies" VALUES(1000,'all',1,45,0);
INSERT INTO "tallies" VALUES(1000,'all',1,55,0);
INSERT INTO "tallies" VALUES(1000,'all',1,75,1);
INSERT INTO "tallies" VALUES(1000,'all',1,85,1);
INSERT INTO "tallies" VALUES(1000,'all',256,0,2);
INSERT INTO "tallies" VALUES(1000,'month:2026-03',1,10,0);
INSERT INTO "tallies" VALUES(1000,'month:2026-03',1,15,0);
INSERT INTO "tallies" VALUES(1000,'month:2026-03',1,25,0);
INSERT INTO "tallies" VALUES(1000,'month:2026-03',1,45,0);
INSERT INTO "tallies" VALUES(1000,'month:2026-03',1,55,0);
INSERT INTO "tallies" VALUES(1000,'month:2026-03',1,75,1);
INSERT INTO "tallies" VALUES(1000,'month:2026-03',1,85,1);
INSERT INTO "tallies" VALUES(1000,'month:2026-03',256,0,2);
INSERT INTO "tallies" VALUES(1000,'season:0',1,10,1);
INSERT INTO "tallies" VALUES(1000,'season:0',256,0,1);
INSERT INTO "tallies" VALUES(1000,'season:1',1,15,0);
INSERT INTO "tallies" VALUES(1000,'season:1',1,45,0);
INSERT INTO "tallies" VALUES(1000,'season:1',1,75,2);
INSERT INTO "tallies" VALUES(1000,'season:1',256,0,2);
INSERT INTO "tallies" VALUES(1000,'topic:llm-inference',1,15,2);
INSERT INTO "tallies" VALUES(1000,'topic:llm-inference',256,0,2);
INSERT INTO "tallies" VALUES(1000,'topic:training',1,10,1);
INSERT INTO "tallies" VALUES(1000,'topic:training',256,0,1);
INSERT INTO "tallies" VALUES(1000,'topic:transformer',1,30,0);
INSERT INTO "tallies" VALUES(1000,'topic:transformer',1,60,2);
INSERT INTO "tallies" VALUES(1000,'topic:transformer',256,0,2);
INSERT INTO "tallies" VALUES(1000,'week:2026-W09',1,10,1);
INSERT INTO "tallies" VALUES(1000,'week:2026-W09',256,0,1);
INSERT INTO "tallies" VALUES(1000,'week:2026-W10',1,15,0);
INSERT INTO "tallies" VALUES(1000,'week:2026-W10',1,45,0);
INSERT INTO "tallies" VALUES(1000,'week:2026-W10',1,75,2);
INSERT INTO "tallies" VALUES(1000,'week:2026-W10',256,0,2);
INSERT INTO "tallies" VALUES(2000,'all',1,30,0);
INSERT INTO "tallies" VALUES(2000,'all',1,45,0);
INSERT INTO "tallies" VALUES(2000,'all',1,75,0);
INSERT INTO "tallies" VALUES(2000,'all',1,97,0);
INSERT INTO "tallies" VALUES(2000,'all',1,112,2);
INSERT INTO "tallies" VALUES(2000,'all',256,0,2);
INSERT INTO "tallies" VALUES(2000,'month:2026-03',1,30,0);
INSERT INTO "tallies" VALUES(2000,'month:2026-03',1,45,0);
INSERT INTO "tallies" VALUES(2000,'month:2026-03',1,75,0);
INSERT INTO "tallies" VALUES(2000,'month:2026-03',1,97,0);
INSERT INTO "tallies" VALUES(2000,'month:2026-03',1,112,2);
INSERT INTO "tallies" VALUES(2000,'month:2026-03',256,0,2);
INSERT INTO "tallies" VALUES(2000,'season:0',1,30,0);
INSERT INTO "tallies" VALUES(2000,'season:0',1,45,0);
INSERT INTO "tallies" VALUES(2000,'season:0',1,75,0);
INSERT INTO "tallies" VALUES(2000,'season:0',1,97,0);
INSERT INTO "tallies" VALUES(2000,'season:0',1,112,2);
INSERT INTO "tallies" VALUES(2000,'season:0',256,0,2);
INSERT INTO "tallies" VALUES(2000,'topic:diffusion',1,15,2);
INSERT INTO "tallies" VALUES(2000,'topic:diffusion',256,0,2);
INSERT INTO "tallies" VALUES(2000,'topic:llm-training',1,30,2);
INSERT INTO "tallies" VALUES(2000,'topic:llm-training',256,0,2);
INSERT INTO "tallies" VALUES(2000,'topic:optimization',1,30,2);
INSERT INTO "tallies" VALUES(2000,'topic:optimization',256,0,2);
INSERT INTO "tallies" VALUES(2000,'topic:training',1,15,2);
INSERT INTO "tallies" VALUES(2000,'topic:training',256,0,2);
INSERT INTO "tallies" VALUES(2000,'topic:transformer',1,22,2);
INSERT INTO "tallies" VALUES(2000,'topic:transformer',256,0,2);
INSERT INTO "tallies" VALUES(2000,'week:2026-W09',1,30,2);
INSERT INTO "tallies" VALUES(2000,'week:2026-W09',256,0,2);
INSERT INTO "tallies" VALUES(2000,'week:2026-W10',1,15,0);
INSERT INTO "tallies" VALUES(2000,'week:2026-W10',1,45,0);
INSERT INTO "tallies" VALUES(2000,'week:2026-W10',1,67,0);
INSERT INTO "tallies" VALUES(2000,'week:2026-W10',1,82,2);
INSERT INTO "tallies" VALUES(2000,'week:2026-W10',256,0,2);
CREATE TABLE totals (
    guild_id  INTEGER NOT NULL,
    board     TEXT    NOT NULL,                   -- 'all', 'week:2026-W48', 'month:2026-11', 'topic:training'
    user_id   INTEGER NOT NULL,
    points    INTEGER NOT NULL,
    answered  INTEGER NOT NULL,
    correct   INTEGER NOT NULL, hidden INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, board, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "totals" VALUES(1000,'all',7,75,12,3,0);
INSERT INTO "totals" VALUES(1000,'all',8,85,12,4,0);
INSERT INTO "totals" VALUES(1000,'month:2026-03',7,75,12,3,0);
INSERT INTO "totals" VALUES(1000,'month:2026-03',8,85,12,4,0);
INSERT INTO "totals" VALUES(1000,'season:0',7,0,4,0,0);
INSERT INTO "totals" VALUES(1000,'season:0',8,10,4,1,0);
INSERT INTO "totals" VALUES(1000,'season:1',7,75,8,3,0);
INSERT INTO "totals" VALUES(1000,'season:1',8,75,8,3,0);
INSERT INTO "totals" VALUES(1000,'topic:llm-inference',7,15,1,1,0);
INSERT INTO "totals" VALUES(1000,'topic:llm-inference',8,15,1,1,0);
INSERT INTO "totals" VALUES(1000,'topic:llm-training',7,0,1,0,0);
INSERT INTO "totals" VALUES(1000,'topic:llm-training',8,0,1,0,0);
INSERT INTO "totals" VALUES(1000,'topic:probability',7,0,2,0,0);
INSERT INTO "totals" VALUES(1000,'topic:probability',8,0,2,0,0);
INSERT INTO "totals" VALUES(1000,'topic:training',7,0,3,0,0);
INSERT INTO "totals" VALUES(1000,'topic:training',8,10,3,1,0);
INSERT INTO "totals" VALUES(1000,'topic:transformer',7,60,5,2,0);
INSERT INTO "totals" VALUES(1000,'topic:transformer',8,60,5,2,0);
INSERT INTO "totals" VALUES(1000,'week:2026-W09',7,0,4,0,0);
INSERT INTO "totals" VALUES(1000,'week:2026-W09',8,10,4,1,0);
INSERT INTO "totals" VALUES(1000,'week:2026-W10',7,75,8,3,0);
INSERT INTO "totals" VALUES(1000,'week:2026-W10',8,75,8,3,0);
INSERT INTO "totals" VALUES(2000,'all',7,112,12,5,0);
INSERT INTO "totals" VALUES(2000,'all',8,112,12,5,0);
INSERT INTO "totals" VALUES(2000,'month:2026-03',7,112,12,5,0);
INSERT INTO "totals" VALUES(2000,'month:2026-03',8,112,12,5,0);
INSERT INTO "totals" VALUES(2000,'season:0',7,112,12,5,0);
INSERT INTO "totals" VALUES(2000,'season:0',8,112,12,5,0);
INSERT INTO "totals" VALUES(2000,'topic:diffusion',7,15,2,1,0);
INSERT INTO "totals" VALUES(2000,'topic:diffusion',8,15,2,1,0);
INSERT INTO "totals" VALUES(2000,'topic:llm-training',7,30,1,1,0);
INSERT INTO "totals" VALUES(2000,'topic:llm-training',8,30,1,1,0);
INSERT INTO "totals" VALUES(2000,'topic:optimization',7,30,3,1,0);
INSERT INTO "totals" VALUES(2000,'topic:optimization',8,30,3,1,0);
INSERT INTO "totals" VALUES(2000,'topic:probability',7,0,1,0,0);
INSERT INTO "totals" VALUES(2000,'topic:probability',8,0,1,0,0);
INSERT INTO "totals" VALUES(2000,'topic:training',7,15,3,1,0);
INSERT INTO "totals" VALUES(2000,'topic:training',8,15,3,1,0);
INSERT INTO "totals" VALUES(2000,'topic:transformer',7,22,2,1,0);
INSERT INTO "totals" VALUES(2000,'topic:transformer',8,22,2,1,0);
INSERT INTO "totals" VALUES(2000,'week:2026-W09',7,30,4,1,0);
INSERT INTO "totals" VALUES(2000,'week:2026-W09',8,30,4,1,0);
INSERT INTO "totals" VALUES(2000,'week:2026-W10',7,82,8,4,0);
INSERT INTO "totals" VALUES(2000,'week:2026-W10',8,82,8,4,0);
CREATE UNIQUE INDEX one_scored_answer ON answers (play, origin_id, user_id) WHERE origin_id IS NOT NULL;
CREATE INDEX corrections_of_answer ON corrections (answer_id, correction_id);
CREATE INDEX schedules_due ON schedules (next_due_s) WHERE paused_at_s IS NULL;
CREATE INDEX schedules_of_guild ON schedules (guild_id);
CREATE INDEX posts_of_guild ON posts (guild_id, question_id, sent_at_s);
CREATE INDEX quizzes_open ON quizzes (guild_id, wake_at_s) WHERE ended_at_s IS NULL;
CREATE UNIQUE INDEX quiz_of_thread ON quizzes (thread_id) WHERE ended_at_s IS NULL;
CREATE INDEX posts_in_doubt ON posts (look_at_s) WHERE state = 'claimed';
CREATE INDEX posts_of_day ON posts (guild_id, slot_s);
CREATE INDEX errands_due ON errands (due_s);
CREATE INDEX quizzes_going ON quizzes (quiz_id) WHERE private = 0 AND (wake_at_s IS NOT NULL OR shown < step);
CREATE INDEX quizzes_of_host ON quizzes (guild_id, host_id, started_at_s);
CREATE INDEX quizzes_of_thread ON quizzes (thread_id);
CREATE INDEX rounds_to_enter ON rounds (quiz_id) WHERE given IS NOT NULL AND entered = 0;
CREATE INDEX answers_of_member
    ON answers (guild_id, user_id, answered_at_s, question_id, play, counts_as, points, day);
CREATE INDEX answers_of_item ON answers (item_id, guild_id);
CREATE VIEW graded AS
SELECT answers.*, coalesce(latest.verdict, answers.verdict) AS final_verdict,
       coalesce(latest.points, answers.points) AS final_points
FROM answers LEFT JOIN corrections AS latest ON latest.correction_id =
    (SELECT max(correction_id) FROM corrections WHERE corrections.answer_id = answers.answer_id);
CREATE VIEW counted AS SELECT * FROM graded WHERE final_verdict <> 'void';
CREATE VIEW sums AS
WITH placed AS (
    SELECT *, date(day, '-3 days', 'weekday 4') AS thursday,
           (SELECT count(*) FROM seasons
            WHERE seasons.guild_id = counted.guild_id AND started_at_s < answered_at_s) AS season
    FROM counted
), boarded AS (
    SELECT 'all' AS board, * FROM placed
    UNION ALL
    SELECT 'week:' || strftime('%Y', thursday) || '-W' || printf('%02d', (strftime('%j', thursday) - 1) / 7 + 1), *
    FROM placed
    UNION ALL
    SELECT 'month:' || substr(day, 1, 7), * FROM placed
    UNION ALL
    SELECT 'season:' || season, * FROM placed
    UNION ALL
    SELECT 'topic:' || topic, * FROM placed
)
SELECT guild_id, board, user_id, sum(final_points) AS points, count(*) AS answered,
       sum(final_verdict = 'right') AS correct
FROM boarded GROUP BY guild_id, board, user_id;
CREATE INDEX totals_of_member ON totals (guild_id, user_id);
CREATE INDEX totals_shown ON totals (guild_id, board, points DESC, user_id) WHERE hidden = 0;
CREATE TRIGGER tally_new AFTER INSERT ON totals WHEN NEW.hidden = 0 AND NEW.points > 0
BEGIN
    INSERT INTO tallies VALUES (NEW.guild_id, NEW.board, 1, NEW.points, 1),
                               (NEW.guild_id, NEW.board, 256, NEW.points / 256, 1)
    ON CONFLICT DO UPDATE SET members = members + 1;
END;
CREATE TRIGGER tally_from AFTER UPDATE OF points, hidden ON totals
WHEN OLD.hidden = 0 AND OLD.points > 0 AND (OLD.points <> NEW.points OR OLD.hidden <> NEW.hidden)
BEGIN
    UPDATE tallies SET members = members - 1
    WHERE guild_id = OLD.guild_id AND board = OLD.board AND size = 1 AND bucket = OLD.points;
    UPDATE tallies SET members = members - 1
    WHERE guild_id = OLD.guild_id AND board = OLD.board AND size = 256 AND bucket = OLD.points / 256;
END;
CREATE TRIGGER tally_to AFTER UPDATE OF points, hidden ON totals
WHEN NEW.hidden = 0 AND NEW.points > 0 AND (OLD.points <> NEW.points OR OLD.hidden <> NEW.hidden)
BEGIN
    INSERT INTO tallies VALUES (NEW.guild_id, NEW.board, 1, NEW.points, 1),
                               (NEW.guild_id, NEW.board, 256, NEW.points / 256, 1)
    ON CONFLICT DO UPDATE SET members = members + 1;
END;
CREATE TRIGGER tally_gone AFTER DELETE ON totals WHEN OLD.hidden = 0 AND OLD.points > 0
BEGIN
    UPDATE tallies SET members = members - 1
    WHERE guild_id = OLD.guild_id AND board = OLD.board AND size = 1 AND bucket = OLD.points;
    UPDATE tallies SET members = members - 1
    WHERE guild_id = OLD.guild_id AND board = OLD.board AND size = 256 AND bucket = OLD.points / 256;
END;
CREATE INDEX boards_due ON boards (weekly_due_s) WHERE weekly_channel_id IS NOT NULL;
CREATE INDEX reports_open ON reports (guild_id, item_id) WHERE settled_at_s IS NULL;
CREATE INDEX reports_of_member ON reports (guild_id, user_id, reported_at_s);
COMMIT;
PRAGMA user_version=5;
