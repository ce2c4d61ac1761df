"""Where files are kept: a folder on one machine, an S3-compatible bucket on many."""

from pathlib import Path
from typing import Any


def bucket_or_folder(
    *, bucket: str, endpoint: str, folder: Path, location: str, content_type: str = ""
) -> dict[str, Any]:
    """An entry of Django's STORAGES: the bucket where one is named, under `location`, else the folder.

    boto3 reads the access key from the environment, as everywhere. `content_type` names what every file
    there is; some services would unpack what they serve where its encoding is named instead.
    """
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder), "base_url": None},
        }
    options: dict[str, Any] = {
        "bucket_name": bucket,
        "location": location,
        "default_acl": None,
        "file_overwrite": True,
    }
    if content_type:
        options |= {"object_parameters": {"ContentType": content_type}}
    if endpoint:
        options |= {"endpoint_url": endpoint, "addressing_style": "path"}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
