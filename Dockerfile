# One image for web, worker, beat and migrate. It runs as an ordinary user on a read-only file system.
FROM node:22-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-bookworm AS solver
WORKDIR /app
COPY script/setup script/setup
COPY matching/engine/simplex.c matching/engine/simplex.c
RUN python script/setup/native.py

FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 FONTCONFIG_FILE=/app/.data/fonts/fonts.conf
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --home-dir /app --shell /usr/sbin/nologin vida
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: --requirement requirements.lock
COPY . .
COPY --from=solver /app/matching/engine/simplex.so matching/engine/simplex.so
# The settings ask for secrets; collecting files uses none of them, and none of these values stays in the image.
RUN --mount=type=bind,from=front-end,source=/app/node_modules,target=/app/node_modules \
    python script/setup/frontend.py \
    && python script/setup/texts.py \
    && SECRET_KEY=- VIDA_FIELD_KEYS=- VIDA_BLIND_INDEX_KEY=- DATABASE_URL=postgres:///- REDIS_URL=redis://- \
       python manage.py collectstatic --no-input \
    && mkdir media && chown vida media
USER vida
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "vida.wsgi"]
