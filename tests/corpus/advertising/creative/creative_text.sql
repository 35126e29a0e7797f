select
    creative_id,
    length(trim(headline)) as headline_letters,
    regexp_count(headline, '[A-Za-z0-9]+') as headline_words,
    regexp_count(headline, '[0-9]') > 0 as has_number_in_headline,
    contains(headline, '?') as has_question,
    length(headline || coalesce(body, '')) - length(replace(headline || coalesce(body, ''), '!', '')) as exclamation_marks,
    nullif(trim(call_to_action), '') is not null as has_call_to_action,
    width / nullif(height, 0) as aspect_ratio,
    assets:video.duration_seconds::float as video_seconds,
    startswith(lower(landing_url), 'https://') as lands_on_https
from ads.creatives
