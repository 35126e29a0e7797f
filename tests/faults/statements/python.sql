def model(dbt, session):
    return session.table("production.brands")
