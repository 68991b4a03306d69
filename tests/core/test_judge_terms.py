"""Answers that are names: what people type for them, and what the judge says."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.core.bank import Difficulty, ItemId, NearMiss, QuestionId, TypedItem
from bot.core.judge import explain, judge


@dataclass
class Asked:
    accept: list[str]
    near: list[str] = field(default_factory=list)
    prompt: str = "What is it called?"
    right: list[str] = field(default_factory=list)
    close: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def item(self) -> TypedItem:
        near = tuple(NearMiss(text, f"{text} is something else.") for text in self.near)
        accept = tuple(self.accept)
        return TypedItem(
            ItemId("question/item"), QuestionId("question"), Difficulty.EASY, self.prompt, None, accept, near, "Why."
        )


ASKED = [
    Asked(
        ["stochastic gradient descent"],
        right=[
            "SGD",
            "sgd.",
            "It's SGD!",
            "Stochastic Gradient Descent (SGD)",
            "stochastic-gradient-descent",
            "stochastic gradient decent",
            "I would use stochastic gradient descent, since it scales.",
            "SGD, not Adam",
            "SGD rather than Adam",
            "SGD optimizer",
            "stochastic gradient descnt",
            "stochastc gradient descent",
            "no idea, maybe SGD",
        ],
        close=["gradient descent", "minibatch sgd"],
        wrong=[
            "descent",
            "adam or sgd or rmsprop",
            "SGD or Adam",
            "not SGD",
            "isn't sgd",
            "anything but SGD",
            "Adam",
            "Adam rather than SGD",
            "SGD with momentum",
            "Stochastic gradient ascent",
            "gradient stochastic descent",
            "SGD and Adam",
            "SGD/Adam",
            "sgd, adam",
            "batch gradient descent",
            "I have no idea",
        ],
    ),
    Asked(
        ["batch normalization"],
        near=["layer normalization"],
        right=[
            "batch norm",
            "BatchNorm",
            "batch-norm",
            "batchnorm",
            "BN",
            "Batch normalisation",
            "batch normalizaton",
            "batch norm layer",
            "The answer is batch normalization.",
            "ＢａｔｃｈＮｏｒｍ",
            "𝗕𝗮𝘁𝗰𝗵 𝗻𝗼𝗿𝗺",
            "||batch norm||",
            "**batch norm**",
            "batch norm 🎉",
        ],
        close=["layer norm", "LayerNorm", "normalization", "batch nrom"],
        wrong=["not batch norm", "not batch norm at all", "batch norm or layer norm", "group norm"],
    ),
    Asked(
        ["L1 regularization"],
        right=["lasso", "L₁ regularisation", "l-1 regularization", "L1 regularizaton"],
        close=["regularization"],
        wrong=["L1", "L2 regularization", "L1, L2", "L1 or L2 regularization"],
    ),
    Asked(
        ["AdamW"],
        right=["Adam W", "adam-w", "adamw."],
        wrong=["adam", "Adamax", "NAdam", "Adam", "AdamW or Adam"],
    ),
    Asked(
        ["Adam"],
        right=["adam optimizer", "the Adam optimiser", "Adam with weight decay"],
        close=["Adem"],
        wrong=["AdamW", "NAdam"],
    ),
    Asked(
        ["type I error", "false positive"],
        right=["type 1 error", "Type one error", "type-I error", "false positives", "a false-positive"],
        wrong=["type II error", "type 2 error", "false negative"],
    ),
    Asked(
        ["overfitting"],
        right=["over-fitting", "over fitting", "overfiting", "overfit"],
        wrong=["underfitting", "under-fitting", "not overfitting"],
    ),
    Asked(
        ["encoder"],
        right=["the encoder", "encoders", "encodr"],
        wrong=["decoder", "encoder and decoder", "encoder-decoder"],
    ),
    Asked(
        ["forward KL"],
        near=["reverse KL"],
        right=["forward kl divergence", "forward Kullback-Leibler divergence"],
        close=["reverse KL", "KL"],
        wrong=["backward KL"],
    ),
    Asked(
        ["KL divergence"],
        right=[
            "Kullback–Leibler divergence",
            "Kullback-Leibler",
            "KL",
            "relative entropy",
            "Kulback Leibler divergence",
            "kl divergance",
        ],
        wrong=["JS divergence"],
    ),
    Asked(
        ["softmax"],
        right=[
            "I would use softmax with cross entropy",
            "soft-max",
            "softmax function",
            "softmx",
            "softmax, because it normalizes",
            "a softmax activation",
            "not a sigmoid but a softmax",
        ],
        close=["log softmax"],
        wrong=[
            "sigmoid",
            "softmax or sigmoid",
            "sparsemax",
            "not the softmax",
            "softmax? no.",
            "softmax, not",
            "never softmax",
            "everything except softmax",
            "It isn't softmax",
            "I don't think it's softmax",
            "hardmax",
        ],
    ),
    Asked(
        ["ReLU"],
        near=["GELU"],
        right=["rectified linear unit", "rectified linear units", "relus", "re-lu"],
        close=["gelu", "leaky relu"],
        wrong=["silu", "relu / gelu / silu", "relu/gelu", "PReLU"],
    ),
    Asked(
        ["β₁", "beta1", "beta_1"],
        right=["β1", "beta_1", "beta 1", "beta one"],
        wrong=["β₂", "beta2"],
    ),
    Asked(
        ["λ", "lambda"],
        right=["lambda", "λ", "Λ"],
        wrong=["mu"],
    ),
    Asked(
        ["B"],
        near=["C"],
        prompt="Which token?",
        right=["b", "token B", "the B", "It's B"],
        close=["C"],
        wrong=["B or C", "B, C", "BC", "A", "D", "not B"],
    ),
    Asked(
        ["teacher forcing"],
        near=["scheduled sampling"],
        right=[
            "teacher-forcing",
            "teacherforcing",
            "techer forcing",
            "teacher forced",
            "Teacher Forcing!!!",
            "It is called teacher forcing: one feeds the reference tokens.",
            "This practice is known as teacher forcing",
            "teacher forcing (feeding the ground truth tokens)",
            "teacher fourcing",
            "the method of teacher forcing",
        ],
        close=["scheduled sampling", "forcing", "TF"],
        wrong=[
            "teacher forcing or scheduled sampling",
            "student forcing",
            "professor forcing",
            "teacher",
            "no teacher forcing",
        ],
    ),
    Asked(
        ["covariate shift", "covariate drift"],
        near=["internal covariate shift", "concept drift"],
        prompt="What is this kind of shift called?",
        right=["covariate shift", "covariate shfit", "co-variate shift", "covariate shift, not concept drift"],
        close=["internal covariate shift", "it's called internal covariate shift", "concept drift"],
        wrong=["covariance shift", "concept drift, not covariate shift", "label shift", "shift"],
    ),
    Asked(
        ["precision and recall"],
        right=["precision and recall"],
        close=["precision & recall", "precision, recall"],
        wrong=["recall and precision", "precision", "precision or recall"],
    ),
    Asked(
        ["non-causal decoder", "prefix LM"],
        right=[
            "noncausal decoder",
            "non causal decoder",
            "a non-causal decoder",
            "prefix language model",
            "prefix-LM",
            "It is a non-causal decoder of the text",
            "PrefixLM",
        ],
        wrong=["causal decoder", "not a non-causal decoder"],
    ),
    Asked(
        ["mode collapse"],
        right=[
            "mode-collapse",
            "mode colapse",
            "modes collapse",
            "mode collapsing",
            "The generator suffers from mode collapse.",
        ],
        close=["collapse", "GAN mode collapse"],
        wrong=["modal collapse", "posterior collapse"],
    ),
    Asked(
        ["maximum likelihood"],
        right=["MLE", "maximum likelihood estimation", "maximum liklihood"],
        wrong=["minimum likelihood", "max likelihood", "maximum a posteriori"],
    ),
    Asked(
        ["top-k"],
        right=["top k", "topk"],
        close=["top-k sampling"],
        wrong=["top-p", "bottom-k"],
    ),
    Asked(
        ["convex"],
        right=["convex.", "convx"],
        wrong=["concave", "non-convex", "nonconvex", "not convex"],
    ),
    Asked(
        ["layer norm"],
        near=["RMSNorm"],
        prompt="Which normalization?",
        right=[
            "layer norm aka LN",
            "layer norm, i.e. LN",
            "LN, short for layer normalization",
            "layer norm (LN)",
            "Layer norm - it normalizes over features",
            "I would say layer norm but I am not sure",
            "I'm not sure, layer norm?",
            "definitely layer norm",
            "layer norm, unlike batch norm, works per token",
            "layer norm instead of batch norm",
            "instead of batch norm, layer norm",
            "lyer norm",
            "layernorm :)",
            "LAYER_NORM",
            "layer_norm",
            "nn.LayerNorm",
            "layers norm",
            "LayerNorm layer normalization",
        ],
        wrong=[
            "layer norm vs batch norm",
            "layer norm / batch norm",
            "layer norm + RMSNorm",
            "layer norm & batch norm",
            "either layer norm or RMSNorm",
            "neither batch norm nor layer norm",
            "batch norm instead of layer norm",
            "norm layer",
            "not only layer norm",
        ],
    ),
    Asked(
        ["AdamW"],
        prompt="Which optimizer?",
        right=["AdamW optimizer", "Adam-W.", "ADAMW"],
        close=["adam w/ weight decay", "AdanW"],
        wrong=["AdamW (Adam with decoupled weight decay)", "Adam with decoupled weight decay"],
    ),
    Asked(
        ["softmax(QK^T/sqrt(d_k))V"],
        prompt="formula",
        right=["softmax(QKᵀ/√d_k)V", "softmax(Q K^T / sqrt(d_k)) V"],
        wrong=["softmax(QK^T)V"],
    ),
    Asked(
        ["I(X;Y) = H(X) - H(X|Y)", "H(X) - H(X|Y)"],
        prompt="formula",
        right=["H(X)-H(X|Y)"],
        wrong=["H(X) + H(X|Y)", "H(Y)-H(Y|X)"],
    ),
    Asked(
        ["no", "does not"],
        prompt="yes/no?",
        right=["No.", "no", "it does not"],
        wrong=["yes", "nope"],
    ),
    Asked(
        ["yes"],
        prompt="yes/no?",
        right=["Yes!"],
        wrong=["no", "yeah"],
    ),
    Asked(
        ["KL(q||p)"],
        near=["KL(p||q)"],
        prompt="which",
        right=["KL(q‖p)", "kl(q || p)"],
        close=["KL(p||q)", "KL(p‖q)"],
    ),
    Asked(
        ["top-1"],
        prompt="x",
        right=["top 1", "top one", "top1"],
        wrong=["top-5"],
    ),
    Asked(
        ["GPT-2"],
        prompt="x",
        right=["gpt2", "GPT 2"],
        wrong=["GPT-3", "GPT"],
    ),
    Asked(
        ["ZeRO-1"],
        prompt="x",
        right=["zero 1", "zero1"],
        wrong=["ZeRO stage 1", "ZeRO-2"],
    ),
    Asked(
        ["2:4 sparsity"],
        prompt="x",
        right=["2:4 sparsity"],
        wrong=["2:4", "4:2 sparsity"],
    ),
    Asked(
        ["Hessian"],
        prompt="x",
        right=["hessian matrix", "the Hessian", "hesian"],
        close=["inverse Hessian", "Hessian inverse"],
        wrong=["Jacobian"],
    ),
    Asked(
        ["cosine"],
        prompt="x",
        right=["cosin"],
        close=["cosine schedule", "cosine decay"],
        wrong=["cos"],
    ),
    Asked(
        ["generator"],
        prompt="x",
        right=["the generator network", "generators", "generater"],
        wrong=["discriminator"],
    ),
    Asked(
        ["maximum"],
        prompt="x",
        right=["maximun"],
        wrong=["minimum", "max"],
    ),
    Asked(
        ["layer normalization", "layer norm", "LN"],
        near=["RMSNorm", "instance normalization"],
        prompt=(
            "Which normalization subtracts the mean and divides by the standard deviation "
            "over the features of each single token, as in the original Transformer?"
        ),
        right=[
            "LayerNorm",
            "layernorm",
            "Layer Normalisation",
            "layer-norm",
            "Layer Norm (LN)",
            "LN!",
            "layer normalizaton",
            "layer norms",
            "not batch norm but layer norm",
            "layer norm, not batch norm",
            "layernorm because it works per token",
            "it was layer norm in the original Transformer",
            "The layer norm.",
            '"layer norm"',
            "Layer normalization (Ba et al., 2016)",
        ],
        close=["RMS norm", "rms normalization", "instance norm", "pre layer norm"],
        wrong=[
            "batch norm",
            "normalization",
            "batch or layer norm",
            "layer norm or RMSNorm",
            "group norm",
            "weight norm",
            "layer",
        ],
    ),
    Asked(
        ["covariate shift", "covariate drift"],
        near=["internal covariate shift", "dataset shift", "concept drift", "label shift"],
        prompt="What is this kind of shift called?",
        right=[
            "covariate-shift",
            "a covariate shift",
            "Covariate Shift.",
            "covariat shift",
            "covariate shift (p(x) changes, p(y|x) stays)",
            "It is called covariate shift",
            "not concept drift, covariate shift",
        ],
        close=["input covariate shift", "internal covariate shift"],
        wrong=["prior shift", "covariate shift or label shift", "data shift", "distribution shift"],
    ),
    Asked(
        ["Q", "queries", "query", "the query matrix"],
        near=["V", "K"],
        prompt="one of Q, K and V, whatever the size of the others. Which one?",
        right=[
            "q",
            "Q.",
            "the queries",
            "Query",
            "It is Q",
            "the query matrix Q",
            "queries, not keys",
            "Q (the queries)",
            "the number of queries",
        ],
        close=["K"],
        wrong=["Q and K", "Q, K", "Q or V", "keys", "not Q", "Q K V", "values"],
    ),
    Asked(
        ["B"],
        near=["C", "BOS"],
        prompt="Which token is the decoder's input at the position whose label is C?",
        right=["b", "token B", '"B"', "the token B", "It's B"],
        close=["C", "<BOS>"],
        wrong=["A", "B and C", "EOS"],
    ),
    Asked(
        ["teacher forcing"],
        near=["scheduled sampling"],
        prompt="the reference tokens, rather than the model's own predictions, to the decoder in training?",
        right=[
            "Teacher forcing",
            "teacher-forced training",
            "teacher forcing, not scheduled sampling",
            "teacher forsing",
        ],
        wrong=["forced teaching"],
    ),
    Asked(
        ["mode collapse", "mode dropping", "missing modes", "partial mode collapse"],
        near=["posterior collapse"],
        prompt="What is this failure called?",
        right=[
            "Mode Collapse",
            "mode-collapse!",
            "modecollapse",
            "mode colapse",
            "mode dropping",
            "missing mode",
            "it is mode collapse: the generator finds a few modes",
        ],
        close=["posterior collapse", "collapse"],
        wrong=["model collapse", "mode collapse or posterior collapse", "no mode collapse", "overfitting"],
    ),
    Asked(
        ["prefix LM", "prefix language model", "prefix decoder", "non-causal decoder"],
        near=["encoder-decoder", "causal LM"],
        prompt=(
            "What is a single-stack language model called whose mask is bidirectional "
            "over the given input and causal over the text to be generated?"
        ),
        right=[
            "prefix LM",
            "PrefixLM",
            "prefix-LM",
            "prefix language models",
            "a prefix LM.",
            "non causal decoder",
            "prefx LM",
            "prefix LMs",
        ],
        close=["causal LM", "causal language model", "encoder decoder"],
        wrong=["masked LM", "prefix tuning", "causal decoder", "language model", "prefix", "suffix LM"],
    ),
    Asked(
        ["alignment"],
        near=["translation"],
        prompt="Which one-word term names it?",
        right=["aligning", "aligned", "word alignment", "it is aligning"],
        close=["translating"],
        wrong=["assignment", "not aligning", "assigning"],
    ),
    Asked(
        ["quantization"],
        right=["quantizing", "quantised"],
        wrong=["quantification", "quantifying", "quantity"],
    ),
    Asked(
        ["right endpoint"],
        right=["It's right endpoint", "the right endpoint", "Right, the right endpoint"],
        wrong=["left endpoint"],
    ),
    Asked(
        ["B"],
        near=["C"],
        prompt="The labels of a decoder are A, B, C, EOS. Which token is its input where the label is C?",
        right=["b", "a B", "the B", "token B"],
        wrong=["A", "A, B", "A or B", "A/B", "A and B", "B or A", "a, b"],
    ),
    Asked(
        ["alignment", "aligning"],
        right=["alignement", "an alignment"],
        wrong=["misalignment", "non-alignment", "disalignment"],
    ),
    Asked(
        ["covariate shift"],
        near=["internal covariate shift", "label shift"],
        right=["covariate shift, not internal covariate shift", "covariate shift rather than internal covariate shift"],
        wrong=["not covariate shift, internal covariate drift", "not covariate shift"],
    ),
    Asked(
        ["prefix LM", "prefix language model"],
        near=["causal LM"],
        right=[
            "PrefixLM, e.g. UniLM",
            "a prefix LM, for example UniLM",
            "prefix LM such as UniLM",
            "prefix LM, as in UniLM",
        ],
        wrong=["e.g. a causal model"],
    ),
    Asked(
        ["Q", "queries", "query"],
        near=["V", "K", "values", "keys"],
        prompt="The output matrix has as many rows as one of Q, K and V. Which one?",
        right=["the number of queries, Q", "Q, the queries", "the query matrix, Q", "queries (Q)", "the Qs"],
        close=["keys (K)", "the Ks"],
        wrong=["Q, the keys", "K, the queries", "K or V", "Q, K"],
    ),
    Asked(
        ["layer normalization"],
        near=["RMSNorm"],
        close=["root mean square norm", "root-mean-square normalization", "RMS layer norm"],
    ),
    Asked(
        ["layer normalization", "layer norm"],
        right=["that's a layer norm (e.g. in BERT, GPT)", "It applies layer norm"],
        wrong=["something like layer norm or group norm", "I would say it is layer norm or else batch norm"],
    ),
    Asked(
        ["B"],
        prompt="The labels are A, B, C, EOS. Which token is the input where the label is C?",
        right=["It sees B", "the decoder receives B"],
        wrong=["It sees A", "EOS or B", "B or EOS", "label or B"],
    ),
]

ROWS = [
    pytest.param(asked.item, answer, verdict, id=f"{asked.accept[0]}: {answer} is {verdict}")
    for asked in ASKED
    for verdict in ("right", "close", "wrong")
    for answer in getattr(asked, verdict)
]


@pytest.mark.parametrize(("item", "answer", "verdict"), ROWS)
def test_answer_gets_its_verdict_and_a_reason(item: TypedItem, answer: str, verdict: str) -> None:
    judgement = judge(item, answer)
    assert judgement.verdict == verdict, explain(judgement)
    assert judgement.credit == {"right": 1.0, "close": 0.5, "wrong": 0.0}[verdict]
    assert explain(judgement).endswith((".", ")", "!"))


def test_an_unusual_abbreviation_that_is_right_is_not_called_close() -> None:
    item = Asked(["prefix language model"]).item
    assert explain(judge(item, "PLM")) == "This is another name of an accepted answer (prefix language model)."
