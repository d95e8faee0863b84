# One image for web, worker, beat and migrate; docker-compose.yml says which command each runs.

FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/newsroom
COPY requirements.txt requirements-pins.txt ./
# Prebuilt packages only, so no compiler is needed here either.
RUN /opt/newsroom/bin/python -m pip install --only-binary :all: -r requirements.txt

FROM python:3.12-slim
ENV PATH=/opt/newsroom/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=newsroom.settings \
    STATIC_ROOT=/srv/newsroom/staticfiles \
    BEAT_SCHEDULE=/var/lib/newsroom/celerybeat-schedule
RUN useradd --system --user-group --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin newsroom \
    && install --directory --owner newsroom --group newsroom /var/lib/newsroom
COPY --from=build /opt/newsroom /opt/newsroom
WORKDIR /srv/newsroom
COPY . .
# Static files belong to the image: every web container of one version serves the same ones.
RUN SECRET_KEY=only-while-building python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q articles entities extraction newsroom
USER newsroom
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "newsroom.wsgi", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "120", \
     "--graceful-timeout", "10", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", \
     "--access-logfile", "-"]
# Asked under the site's own name: Django answers no other.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-c", "\
import os, urllib.request; \
host = os.environ.get('ALLOWED_HOSTS', 'localhost').split(',')[0].strip().lstrip('.'); \
urllib.request.urlopen(urllib.request.Request('http://127.0.0.1:8000/healthz', \
headers={'Host': 'localhost' if host == '*' else host}), timeout=8)"]
