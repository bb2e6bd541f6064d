# Two stages: the first installs exactly what the lock names, the second holds only what runs.
# `make prove PROOF=image` reads this file and does its steps in a clean Debian; see docs/operating.md.
FROM debian:trixie-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/portal
COPY requirements/run.txt /tmp/run.txt
RUN /opt/portal/bin/pip install --require-hashes --only-binary :all: -r /tmp/run.txt \
 && /opt/portal/bin/pip uninstall -y pip

FROM debian:trixie-slim
# The client is of the major version of the server in compose.yaml: backups want exactly that.
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 ca-certificates postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/portal/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_HOST=0.0.0.0 \
    PORTAL_VAR_DIR=/var/lib/portal
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent \
    --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /var/lib/portal /var/backups/portal
COPY --from=build /opt/portal /opt/portal
WORKDIR /srv/portal
COPY alembic.ini ./
COPY app app
COPY provider provider
COPY migrations migrations
COPY templates templates
COPY static static
COPY manual manual
COPY data data
RUN python -m compileall -q app provider migrations
USER portal
# Everything that is written lies here; the rest of the file system may be read-only.
VOLUME ["/var/lib/portal", "/var/backups/portal"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-m", "app.probe"]
ENTRYPOINT ["python", "-m", "app.cli"]
CMD ["serve"]
