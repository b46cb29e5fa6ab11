# The site as one image: gunicorn, static files inside. compose.yaml runs it beside PostgreSQL and Elasticsearch.

FROM python:3.11-slim-bookworm AS packages
RUN pip install --no-cache-dir uv==0.13.9
COPY requirements.txt .
RUN uv venv /opt/meridian && uv pip install --no-cache --python /opt/meridian/bin/python -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/meridian/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production
RUN useradd --system --create-home --home-dir /srv/meridian meridian
WORKDIR /srv/meridian
COPY --from=packages /opt/meridian /opt/meridian
COPY . .
# The key is for this one command, which needs none; a running site refuses to start without its own.
RUN SECRET_KEY=collecting-static-files-needs-no-secret-whatever-it-says ALLOWED_HOSTS=none \
    DATABASE_URL=sqlite://:memory: python manage.py collectstatic --no-input \
    && mkdir -p var/media && chown -R meridian: var
USER meridian
VOLUME /srv/meridian/var/media
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=2); c.request('GET', '/healthz/live'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--access-logfile=-", "--max-requests=5000", "--max-requests-jitter=500"]
