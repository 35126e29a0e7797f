select
    user_id,
    month(signup_at) as signup_month,
    not regexp_like(lower(email), '.*@(gmail|yahoo|hotmail|outlook|icloud)[.].*') as has_corporate_email,
    coalesce(lower(trim(acquisition_channel)) in ('referral', 'friend'), false) as came_by_referral,
    year(signup_at) - birth_year as age_at_signup
from app.users
