FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/var/lib/remitcompare

WORKDIR /app
# With what an archive in S3-compatible storage needs: several machines must share one.
COPY requirements-s3.lock .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements-s3.lock

# Letters for the pictures that are drawn on the server.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-dejavu-core fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*

COPY . .
RUN for catalogue in locale/*/LC_MESSAGES/django.po; do \
        [ ! -f "$catalogue" ] || pybabel compile --input-file "$catalogue" --output-file "${catalogue%.po}.mo" || exit 1; \
    done \
    # A key for this one step: an image must not carry one.
    && SECRET_KEY=build-only python manage.py collectstatic --no-input --verbosity 0 \
    && useradd --system --no-create-home remitcompare \
    && chown remitcompare: "$DATA_DIR"

USER remitcompare
VOLUME ["/var/lib/remitcompare"]
EXPOSE 8000
# With threads: a process without them is cut off in the middle of a download that takes over 30 seconds.
CMD ["gunicorn", "remitcompare.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4", "--no-control-socket", \
     "--logger-class", "remitcompare.logs.GunicornLogger"]
