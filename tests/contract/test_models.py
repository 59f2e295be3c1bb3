"""The fields of Label Studio's models that the host reads and our own models point to."""

from __future__ import annotations

from typing import Any

import pytest

FIELDS = {
    "projects.models.Project": "title label_config maximum_annotations expert_instruction show_instruction created_at "
    "created_by organization",
    "projects.models.ProjectSummary": "project all_data_columns",
    "tasks.models.Task": "project data is_labeled total_annotations total_predictions inner_id file_upload",
    "tasks.models.Annotation": "task result completed_by was_cancelled ground_truth lead_time updated_at project "
    "parent_prediction parent_annotation",
    "tasks.models.AnnotationDraft": "task result user annotation lead_time updated_at",
    "tasks.models.Prediction": "task result score model_version updated_at project",
    "data_import.models.FileUpload": "file project user",
    "io_storages.localfiles.models.LocalFilesImportStorage": "project title path use_blob_urls regex_filter",
    "io_storages.localfiles.models.LocalFilesImportStorageLink": "task storage key",
    "users.models.User": "email username active_organization is_superuser is_staff",
    "organizations.models.Organization": "title token created_by",
    "rest_framework.authtoken.models.Token": "user key",
}
CASES = [(model, field) for model, fields in FIELDS.items() for field in fields.split()]


@pytest.mark.parametrize(("model", "field"), CASES, ids=lambda value: value)
def test_a_field_that_we_read_is_there(booted: Any, model: str, field: str) -> None:
    from django.core.exceptions import FieldDoesNotExist
    from django.utils.module_loading import import_string

    try:
        import_string(model)._meta.get_field(field)
    except (ImportError, FieldDoesNotExist) as error:
        pytest.fail(f"Label Studio's model has changed: {error}")


def test_an_organization_makes_members_and_policies(database: None) -> None:
    from organizations.models import Organization
    from users.models import User

    owner = User.objects.create(email="owner@example.com", username="owner")
    organization = Organization.create_organization(created_by=owner, title="Plant")
    assert organization.has_user(owner)
    assert organization.jwt.legacy_api_tokens_enabled is True, "legacy tokens are off for new organizations"
    assert organization.session_timeout_policy.max_session_age > 0
    other = User.objects.create(email="other@example.com", username="other")
    assert not organization.has_user(other)
    organization.add_user(other)
    assert organization.has_user(other)


def test_projects_of_a_user_are_those_of_the_active_organization(make_user: Any) -> None:
    from core.permissions import all_permissions
    from organizations.models import Organization
    from projects.models import Project

    ada = make_user()
    ours = Project.objects.create(title="Ours", created_by=ada, organization=ada.active_organization)
    assert ada.has_perm(all_permissions.projects_view)
    assert ada.has_perm(all_permissions.tasks_view)
    assert list(Project.objects.for_user(ada)) == [ours]
    ada.active_organization = Organization.create_organization(created_by=make_user("bea@example.com"), title="Other")
    ada.save()
    assert list(Project.objects.for_user(ada)) == []


def test_its_rule_for_a_single_project_does_not_look_at_the_organization(make_user: Any) -> None:
    """The trap for which the platform asks for lists instead. Once it is gone, so can that be."""
    from organizations.models import Organization
    from projects.models import Project

    ada = make_user()
    project = Project.objects.create(title="Ours", created_by=ada, organization=ada.active_organization)
    eve = make_user("eve@example.com")
    ada.active_organization.remove_user(eve)
    eve.active_organization = Organization.create_organization(created_by=eve, title="Other")
    eve.save()
    assert project.has_permission(eve)


def test_a_new_user_has_a_token(make_user: Any) -> None:
    from rest_framework.authtoken.models import Token

    assert Token.objects.filter(user=make_user()).count() == 1
