import pytest

from helpers.engine import CourseClient
from helpers.registry import course_registry


@pytest.fixture
def registry(client: CourseClient) -> str:
    """The address of a registry with an index."""
    return course_registry(client)
