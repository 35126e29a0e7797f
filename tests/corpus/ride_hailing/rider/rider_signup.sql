select
    r.rider_id,
    r.phone_country = c.country as signup_country_matches_city,
    regexp_like(lower(r.device_os), 'ios.*') as is_ios,
    dayofweekiso(r.signup_at) in (6, 7) as signed_up_on_weekend,
    months_between(r.signup_at, c.launched_at) as months_after_launch,
    r.signup_channel = 'referral' as came_from_referral
from core.riders r
join core.cities c on c.city_id = r.signup_city_id
