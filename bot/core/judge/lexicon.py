"""What the judge knows of the field: names of one thing, rivals of each other, words that must not be mistaken.

Stricter than the lexicon of /ask: there a word *may* stand for a phrase, here both *are* the same answer.
"""

from __future__ import annotations

_NAMES = """
    activation checkpointing, gradient checkpointing
    area under the curve, auc
    artificial neural network, ann
    automatic mixed precision, amp
    backpropagation, backprop, back propagation
    backpropagation through time, bptt
    batch normalization, batch norm, bn
    bfloat16, bf16, brain float 16
    binary cross entropy, bce
    byte pair encoding, bpe
    central limit theorem, clt
    chain of thought, cot
    classifier free guidance, cfg
    convolutional neural network, convolutional network, convnet, cnn
    cross entropy, ce
    cross entropy loss, ce loss
    data parallelism, dp
    denoising diffusion implicit model, ddim
    denoising diffusion probabilistic model, ddpm
    diffusion transformer, dit
    direct preference optimization, dpo
    distributed data parallel, ddp
    elastic weight consolidation, ewc
    evidence lower bound, elbo, variational lower bound
    expectation maximization, em
    expected calibration error, ece
    exponential moving average, ema
    false positive, false alarm
    feed forward network, ffn
    frechet inception distance, fid
    fully sharded data parallel, fsdp
    gated recurrent unit, gru
    gaussian error linear unit, gelu
    generative adversarial network, gan
    gradient descent, gd
    group normalization, group norm, gn
    group relative policy optimization, grpo
    grouped query attention, gqa
    half precision, fp16, float16
    independent and identically distributed, iid, i i d
    inception score, is
    inverse document frequency, idf
    jensen shannon divergence, jsd, js divergence
    instance normalization, instance norm
    key value cache, kv cache
    knowledge distillation, kd
    kullback leibler divergence, kullback leibler, kl divergence, kl, kld, relative entropy
    language model, lm
    large language model, llm
    latent diffusion model, ldm
    layer normalization, layer norm, ln
    learning rate, lr
    long short term memory, lstm
    low rank adaptation, lora
    masked language model, masked lm, mlm
    masked language modeling, mlm
    maximum a posteriori, map
    maximum likelihood estimation, maximum likelihood, mle
    mean absolute error, mae
    mean squared error, mean square error, mse
    mixture of experts, moe
    multi head attention, mha
    multi query attention, mqa
    multilayer perceptron, multi layer perceptron, mlp
    mutual information, mi
    negative log likelihood, nll
    nesterov accelerated gradient, nag, nesterov momentum
    next sentence prediction, nsp
    ordinary differential equation, ode
    out of distribution, ood
    parameter efficient fine tuning, peft
    parametric relu, prelu
    post training quantization, ptq
    principal component analysis, pca
    proximal policy optimization, ppo
    quantization aware training, qat
    rectified linear unit, relu
    recurrent neural network, rnn
    reinforcement learning, rl
    reinforcement learning from human feedback, rlhf
    residual connection, skip connection
    retrieval augmented generation, rag
    root mean square norm, root mean square normalization, rmsnorm, rms norm, rms normalization
    root mean square layer normalization, rms layer normalization, rmsnorm
    root mean squared error, rmse
    rotary position embedding, rotary positional embedding, rotary embedding, rope
    self supervised learning, ssl
    sharpness aware minimization, sam
    sigmoid linear unit, silu, swish
    single precision, fp32, float32
    singular value decomposition, svd
    state space model, ssm
    stochastic differential equation, sde
    stochastic gradient descent, sgd
    supervised fine tuning, sft
    support vector machine, svm
    tensor parallelism, tp
    pipeline parallelism, pp
    term frequency inverse document frequency, tf idf, tfidf
    time per output token, tpot
    time to first token, ttft
    total variation, tv
    u net, unet
    variational autoencoder, vae
    vision transformer, vit
    weight decay, wd
    l1 regularization, lasso
    l2 regularization, ridge, tikhonov regularization
    normal distribution, gaussian, gaussian distribution
"""

NAMES: tuple[tuple[str, ...], ...] = tuple(
    tuple(name.strip() for name in line.split(",")) for line in _NAMES.strip().splitlines()
)
"""Rows of names that mean one and the same thing; an abbreviation may stand in several rows."""

_RIVALS = """
    batch normalization, layer normalization, instance normalization, group normalization, rmsnorm, weight normalization
    sgd, adam, adamw, adamax, nadam, adagrad, adadelta, rmsprop, lion, muon, lamb, lars, nesterov, momentum, shampoo
    relu, gelu, silu, selu, elu, prelu, leaky relu, sigmoid, tanh, softmax, softplus, swiglu, geglu, mish, maxout
    l1, l2, l0, dropout, weight decay, early stopping, label smoothing, mixup, elastic net
    bleu, rouge, meteor, chrf, comet, bertscore, perplexity
    ppo, dpo, grpo, reinforce, ipo, kto, orpo
    lora, qlora, dora, adapter, prefix tuning, prompt tuning
    gptq, awq, smoothquant
    fp32, fp16, bf16, fp8, tf32, int8, int4
    gru, lstm, rnn, cnn, transformer, mamba
    bert, gpt, t5, roberta, bart, llama
    gan, vae, diffusion, normalizing flow, autoencoder
    bpe, wordpiece, unigram, sentencepiece
    mha, mqa, gqa, mla
    precision, recall, accuracy, f1, specificity
    mean, median, mode
    mse, mae, cross entropy, hinge loss, huber loss
    mle, map
    bits, nats
    data parallelism, tensor parallelism, pipeline parallelism, sequence parallelism, expert parallelism
    teacher forcing, scheduled sampling
    mode collapse, posterior collapse
    covariate shift, label shift, concept drift
    top k, top p, greedy, beam search
    greedy, nucleus
    ddpm, ddim
    encoder, decoder
    queries, keys, values
    gradient descent, newton
    fid, inception score
    aleatoric, epistemic
"""

RIVALS: tuple[frozenset[str], ...] = tuple(
    frozenset(name.strip() for name in line.split(",")) for line in _RIVALS.strip().splitlines()
)
"""Families of terms of which a question wants one; naming a second one takes the answer back."""

_CRITICAL = """
    l0 l1 l2 linf | i ii iii iv v | adam adamw adamax nadam adagrad adadelta | over under | overfitting underfitting
    overfit underfit | max min | maximum minimum minimax | maximize minimize | maxima minima
    encoder decoder encoding decoding transcoder | encode decode | forward reverse backward inverse | left right
    row column | rows columns | prefill decode prefix | pre post | top bottom | concave convex nonconvex
    convexity concavity | mean median mode | increase decrease | increasing decreasing | ascent descent
    high low | higher lower | highest lowest | positive negative | before after | horizontal vertical
    bleu rouge | relu gelu silu selu prelu elu celu crelu | gru | ppo dpo grpo ipo kto | lora qlora dora | gptq awq
    fp16 bf16 fp8 fp32 tf32 | first second third fourth fifth | upper lower | inner outer | local global
    input output | source target | query key value | queries keys values | generator discriminator
    sensitivity specificity | precision recall | bias variance | prior posterior likelihood | mse mae rmse
    supervised unsupervised | supervision unsupervised | explicit implicit | internal external | intrinsic extrinsic
    vanishing exploding | symmetric asymmetric | linear nonlinear bilinear | parametric nonparametric
    online offline | sparse dense | hard soft | discrete continuous | deterministic stochastic
    entropy perplexity | covariance covariate covariant variance variants | additive multiplicative
    homoscedastic heteroscedastic | interpolation extrapolation | causal noncausal | conditional unconditional
    autoencoder autodecoder | row column | sigmoid softmax | odd even | absolute relative | static dynamic
"""

CRITICAL: tuple[frozenset[str], ...] = tuple(frozenset(group.split()) for group in _CRITICAL.split("|"))
"""Groups of words that a typing error must not turn into one another."""

_DISTINCT = """
    assignment alignment complexity convolution correlation collection regression regularization recursion
    normal norm formal moment momentum optimal optional affine attention intention retention model modal module
    kernel policy police generation generalization generative degeneration distribution distillation destination
    quantification quantization tokenization initialization visualization vectorization factorization
    differential differentiable derivative derivation discriminative discrimination gradient ingredient
    collapse clipping flipping skipping slipping masking marking making tasking sampling scaling shading sharding
    scalar vector tensor matrix metric shift shifts drift swift smoothing soothing
    warmup learning leaning training straining pruning tuning turning pooling polling logit logistic
    logits digits layer later player teacher teaching reacher forcing forging student
    importance improvement independent dependent expectation exception
"""

DISTINCT: frozenset[str] = frozenset(_DISTINCT.split()) | frozenset(word for group in CRITICAL for word in group)
"""Real words that lie near a term; who types one of them means it."""

ARTICLES = frozenset({"the", "a", "an"})

_LINKS = """
    the a an is are was were be been being it its this that these those which what who to of for in on at by with from
    as and then so because since where when while if use uses used using apply applies applied applying via through
    into onto over call called calls known named name term answer would will should must can could i you we they he
    do does have has get gets my your our their there here just only simply basically usually typically probably maybe
    perhaps namely means mean say said think believe guess one such instead also too due after before during per than
    happens occurs refers describes helps works makes gives thats theres heres whats sees see receives receive takes
    take
"""
LINKS = frozenset(_LINKS.split())
"""Words that may stand beside a term without changing what it is."""

_PLAIN = "standard plain simple classic classical usual regular ordinary vanilla original basic famous"
PLAIN = frozenset(_PLAIN.split())
"""Adjectives that leave a term what it is."""

_HEADS = """
    function layer layers activation method algorithm technique approach trick optimizer optimiser procedure model
    models operation operator strategy scheme term token problem phenomenon effect failure theorem metric score
    distribution training issue matrix vector network networks architecture
"""
HEADS = frozenset(_HEADS.split())
"""Nouns that may follow a term without changing what it is."""

NO_VALUES = frozenset(["infinity", "infinite", "undefined", "unbounded", "unknown", "nan", "none"])
"""Words that stand in the place of a number."""

_NEGATORS = """
    not no never neither nor without isnt arent wasnt werent doesnt dont didnt cannot cant wont wouldnt shouldnt aint
    hasnt havent couldnt mustnt neednt non nope nothing none except excluding unlike false hardly nobody
"""
NEGATORS = frozenset(_NEGATORS.split())
"""Words that deny what follows, or the clause in which they stand."""
