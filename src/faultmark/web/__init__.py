"""The Django app: models, migrations, API, views and the built front end."""
