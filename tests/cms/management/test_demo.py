from io import StringIO

from django.core.management import call_command

from cms.management.commands import demo


def test_the_demo_is_loaded_and_indexed_before_the_site_runs(monkeypatch):
    called = []
    monkeypatch.setattr(demo, "call_command", lambda *words, **options: called.append((*words, options)))
    told = StringIO()
    call_command("demo", "127.0.0.1:8001", stdout=told)
    assert [[word for word in call if isinstance(word, str)] for call in called] == [
        ["migrate"],
        ["load_demo"],
        ["search_rebuild"],
        ["runserver", "127.0.0.1:8001"],
    ]
    assert called[2][-1]["if_needed"] is True
    assert called[3][-1]["use_reloader"] is False
    assert "http://127.0.0.1:8001/admin/" in told.getvalue()
