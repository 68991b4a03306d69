FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements/run.txt .
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --require-hashes --no-deps --requirement run.txt \
 && find /venv -name tests -type d -prune -exec rm -r {} +

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data viva && install --directory --owner viva --mode 700 /data
COPY --from=build /venv /venv
WORKDIR /app
COPY bot bot
COPY content content
RUN python -m compileall -q bot
# Commands work in /data, so that a relative path is one that can be written; nothing is ever imported from there.
WORKDIR /data
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONSAFEPATH=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MPLCONFIGDIR=/tmp \
    VIVA_CONTENT=/app/content VIVA_DATABASE=/data/viva.db VIVA_HEALTH_PORT=8080
USER viva
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "bot", "health"]
CMD ["python", "-m", "bot", "run"]
