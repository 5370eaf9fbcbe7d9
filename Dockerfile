# The application behind a proxy; docker-compose.yml adds PostgreSQL.

FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static/src static/src
RUN npm run build

FROM python:3.12-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements/run.txt requirements/
RUN pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
COPY . .
COPY --from=assets /app/static/build static/build
# collectstatic needs settings that can be read; the key guards nothing and stays in this step.
RUN SECRET_KEY=0123456789012345678901234567890123456789012345678901 \
    ALLOWED_HOSTS=localhost EMAIL_HOST=localhost python manage.py collectstatic --noinput \
  && useradd --system scorecard
USER scorecard
EXPOSE 8000
CMD ["sh", "-c", "python manage.py migrate && python manage.py createcachetable && exec gunicorn perfmgmt.wsgi --bind 0.0.0.0:8000 --workers 3"]
