"""The questions that the bank promises, by topic: members' answers refer to these ids for ever."""

from __future__ import annotations

PLAN = {
    "probability": """
        random-variable probability-distributions expectation-variance-covariance-correlation confidence-interval-95
        information-and-entropy low-and-high-entropy-distributions kl-divergence cross-entropy-and-perplexity
        mutual-information jensen-shannon-and-other-divergences forward-vs-reverse-kl elbo bayes-rule-and-base-rates
    """,
    "optimization": """
        mle-vs-map optimization-vs-regularization convex-vs-concave benefits-of-convexity optimization-techniques
        gradient-descent-update learning-rate jacobian-and-hessian second-derivative saddle-point taylor-series
        newtons-method condition-number gradient-descent-drawbacks bias-variance-and-double-descent
        second-order-and-preconditioned-optimizers gradient-clipping batch-size-and-learning-rate
        sharpness-and-flat-minima
    """,
    "training": """
        gd-vs-sgd-vs-minibatch momentum-vs-nesterov learning-rate-schedules adagrad rmsprop adam adamw
        softmax-stability cross-entropy-vs-binary-cross-entropy vanishing-and-exploding-gradients relu
        sigmoid-squashing sigmoid-saturation regularization-techniques l2-and-vanishing-gradients
        practical-ensembles equal-weight-initialization weight-initialization zero-weight-initialization
        batch-normalization internal-covariate-shift batch-norm-in-sequence-models output-layers-and-losses
        catastrophic-forgetting mixed-precision-training distributed-training-parallelism zero-and-fsdp
        activation-checkpointing gradient-accumulation gelu-silu-swiglu label-smoothing-and-mixup
        knowledge-distillation contrastive-learning debugging-training
    """,
    "transformer": """
        rnn-limits-and-lstm attention purpose-of-attention positional-encoding transformer-input-for-translation
        tokenization self-and-cross-attention multi-head-attention masked-multi-head-attention queries-keys-values
        attention-mask decoding-strategies layer-norm-vs-batch-norm bert-vs-gpt bert-pretraining
        bidirectional-context kv-cache attention-complexity efficient-attention shifted-right-decoder
        pre-norm-vs-post-norm rmsnorm rope context-length-extension mqa-and-gqa flash-attention
        encoder-decoder-vs-decoder-only transformer-parameter-and-flop-count state-space-models vision-transformer
        attention-sinks
    """,
    "diffusion": """
        diffusion-noise-assumptions gaussian-noise diffusion-vs-gan unet-skip-connections variance-schedule
        reverse-steps vae-vs-gan-vs-diffusion latent-diffusion-vs-dalle2-imagen ddpm-training-objective ddim
        classifier-free-guidance score-matching sde-and-probability-flow-ode flow-matching diffusion-transformer
        consistency-models-and-distillation controlnet-and-personalization
    """,
    "llm-training": """
        scaling-laws mixture-of-experts lora qlora instruction-tuning rlhf dpo grpo-and-verifiable-rewards
        reasoning-and-test-time-compute data-deduplication-and-contamination
    """,
    "llm-inference": """
        prefill-vs-decode continuous-batching-and-paged-attention weight-and-activation-quantization
        speculative-decoding retrieval-augmented-generation hallucination
    """,
    "evaluation": """
        bleu-rouge-and-model-based-metrics fid-and-inception-score calibration precision-recall-roc
    """,
}

IDS = {topic: names.split() for topic, names in PLAN.items()}
