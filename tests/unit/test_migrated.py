"""What a test finds in the database, whatever the one before it did."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", [1, 2])
def test_what_migrations_leave_is_there_after_a_test_of_real_transactions(turn: int) -> None:
    assert Collection.get_first_root_node() is not None
    assert not Page.objects.filter(slug=f"turn-{3 - turn}").exists()
    kinds = dict(ContentType.objects.values_list("model", "pk"))
    assert ContentType.objects.get_for_model(Page).pk == kinds["page"]
    Collection.objects.all().delete()
    Page.add_root(title="Left behind", slug=f"turn-{turn}")
