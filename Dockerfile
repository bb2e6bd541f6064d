# Two stages: the first installs exactly what the lock names, the second holds only what runs.
FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/portal
COPY requirements/run.txt /tmp/run.txt
RUN /opt/portal/bin/pip install --require-hashes --only-binary :all: -r /tmp/run.txt

FROM python:3.12-slim
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_HOST=0.0.0.0 \
    PORTAL_VAR_DIR=/var/lib/portal
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /var/lib/portal
COPY --from=build /opt/portal /opt/portal
WORKDIR /srv/portal
COPY alembic.ini ./
COPY app app
COPY migrations migrations
COPY templates templates
COPY static static
COPY manual manual
COPY data data
RUN python -m compileall -q app
USER portal
# Everything that is written lies here; the rest of the file system may be read-only.
VOLUME /var/lib/portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-m", "app.probe"]
ENTRYPOINT ["python", "-m", "app.cli"]
CMD ["serve"]
