"""How the field abbreviates and what it calls by several names: general knowledge, not that of one entry."""

from __future__ import annotations

ABBREVIATIONS = """
    1st: first
    2nd: second
    acc: accuracy
    act: activation
    adv: adversarial | advantage
    ae: autoencoder
    algo: algorithm
    amp: automatic mixed precision
    approx: approximation
    ar: autoregressive
    arch: architecture
    attn: attention
    auc: area under the curve
    avg: average
    bbpe: byte level bpe
    bce: binary cross entropy
    bert: bidirectional encoder
    bf16: bfloat16
    bn: batch norm | batch normalization
    bpe: byte pair encoding
    bptt: backpropagation through time
    bs: batch size
    bwd: backward
    ce: cross entropy
    cfg: classifier free guidance
    ci: confidence interval
    cis: confidence intervals
    clf: classifier
    clt: central limit theorem
    cnn: convolutional neural network
    coeff: coefficient
    cond: condition | conditional
    conv: convolution
    corr: correlation
    cot: chain of thought
    cov: covariance
    cv: coefficient of variation | cross validation
    ddim: denoising diffusion implicit
    ddp: distributed data parallel
    ddpm: denoising diffusion probabilistic
    dec: decoder
    deriv: derivative
    dim: dimension
    dims: dimensions
    dist: distribution | distance
    distr: distribution
    div: divergence
    dl: deep learning
    dm: diffusion model
    dms: diffusion models
    dnn: deep neural network
    dp: data parallel
    dpo: direct preference optimization
    ece: expected calibration error
    elbo: evidence lower bound
    emb: embedding
    embs: embeddings
    enc: encoder | encoding
    ent: entropy
    ep: expert parallel
    eval: evaluation
    exp: exponential | expectation
    fa: flash attention
    ffn: feed forward network
    fid: frechet inception distance
    fn: function
    fp16: half precision
    fp32: single precision
    freq: frequency
    fsdp: fully sharded data parallel
    ft: fine tuning
    func: function
    fwd: forward
    gan: generative adversarial network
    gans: generative adversarial networks
    gd: gradient descent
    gen: generation | generative
    gqa: grouped query attention
    grad: gradient
    grads: gradients
    hparam: hyperparameter
    hparams: hyperparameters
    hyperparam: hyperparameter
    hyperparams: hyperparameters
    icl: in context learning
    ics: internal covariate shift
    init: initialization
    jac: jacobian
    js: jensen shannon
    jsd: jensen shannon divergence
    kd: knowledge distillation
    kl: kullback leibler
    kld: kl divergence
    kv: key value
    ldm: latent diffusion model
    lin: linear
    llm: language model
    llms: language models
    lm: language model
    lms: language models
    ln: layer norm | layer normalization
    lr: learning rate
    lrs: learning rates
    ls: label smoothing
    lstm: long short term memory
    mae: mean absolute error
    map: maximum a posteriori
    max: maximum
    mem: memory
    mha: multi head attention
    mi: mutual information
    min: minimum
    ml: machine learning
    mle: maximum likelihood
    mlm: masked language model
    moe: mixture of experts
    mqa: multi query attention
    mse: mean squared error
    mt: machine translation
    multihead: multi head
    nag: nesterov accelerated gradient
    net: network
    nets: networks
    nll: negative log likelihood
    nlp: natural language processing
    nmt: machine translation
    nn: neural network
    nns: neural networks
    norm: normalization
    nsp: next sentence prediction
    obj: objective
    ode: ordinary differential equation
    ood: out of distribution
    opt: optimization | optimizer
    optim: optimization | optimizer
    param: parameter
    params: parameters
    pdf: probability density function
    pe: positional encoding
    peft: parameter efficient fine tuning
    pmf: probability mass function
    pos: positional | position
    pp: pipeline parallel
    ppl: perplexity
    pr: precision recall
    pred: prediction
    prob: probability
    probs: probabilities
    psd: positive semidefinite
    ptq: post training quantization
    qat: quantization aware training
    qkv: query key value | queries keys values
    quant: quantization
    rag: retrieval augmented generation
    rec: recall
    reg: regularization
    rl: reinforcement learning
    rlhf: reinforcement learning from human feedback
    rm: reward model
    rnn: recurrent neural network | recurrent network
    rnns: recurrent neural networks | recurrent networks
    rv: random variable
    rvs: random variables
    sa: self attention
    sd: stable diffusion | standard deviation
    sde: stochastic differential equation
    seq2seq: sequence to sequence
    seq: sequence
    sft: supervised fine tuning
    sgd: stochastic gradient descent
    sm: softmax
    ssm: state space model
    ssms: state space models
    std: standard deviation
    stddev: standard deviation
    temp: temperature
    tf: transformer
    tfm: transformer
    tp: tensor parallel
    trafo: transformer
    ttft: time to first token
    tv: total variation
    vae: variational autoencoder
    vaes: variational autoencoders
    val: validation | value
    var: variance
    vec: vector
    vi: variational inference
    vit: vision transformer
    vocab: vocabulary
    wd: weight decay
    wrt: with respect to
    xent: cross entropy
"""
"""A line for each abbreviation, with the phrases that it may stand for."""

SYNONYMS = """
    0 zero
    1 one
    2 two
    3 three
    4 four
    5 five
    6 six
    7 seven
    8 eight
    9 nine
    10 ten
    image picture photo
    word token
    sentence sequence text
    big large huge
    bigger larger
    small little tiny
    guess predict
    weight parameter
    example sample instance
    average mean
    shrink decay reduce decrease lower
    grow increase rise
    start begin initial
    stop prevent avoid
    cheap inexpensive affordable budget
    expensive cost costly
    fast quick speed
    slow speed
    slope gradient derivative
    downhill descent
    forget lose
    memorize overfit
    copy imitate mimic
    combine merge ensemble blend mix
    error mistake
    network model
    class category label tag
    choose pick select
    random stochastic
    noise corrupt
    generate create produce write
    size length norm magnitude
    step update
    split divide partition shard
    store save cache keep
    reuse cache
    recompute recalculate
    compute calculate
    distance far apart divergence
    probability chance likelihood
    likely probable
    answer response reply
    human people
    chatbot assistant
    fabricate hallucinate invent
    drawback downside disadvantage con limitation
    advantage benefit pro upside
    last final output
    hidden latent
    squash compress
    explode blow diverge
    vanish disappear die
    bell gaussian
    narrow ravine valley
    future ahead
    rotate turn
    shift move
    normalize standardize
    approximate estimate
    curvature bend
    method technique
    eta lr
"""
"""A line for each group of words that may say the same, everyday words among them."""
