"""What the tests of files take: a writer of practices, a bucket to interrupt, and a scanner."""

import os

import pytest

from tests.practices.conftest import written  # noqa: F401 - a fixture
from tests.support import clamd, s3


@pytest.fixture(scope="module")
def service():
    with s3.service() as address:
        yield address


@pytest.fixture
def front(service):
    with s3.between(service) as made:
        yield made


@pytest.fixture
def in_bucket(service) -> dict[str, object]:
    return s3.new_bucket(service)


@pytest.fixture(scope="session")
def scanner(tmp_path_factory):
    if clamd.binary() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("No clamd: install the package clamav-daemon.")
        pytest.skip("No clamd found: install the package clamav-daemon.")
    with clamd.running(tmp_path_factory.mktemp("clamd")) as path:
        yield path
