select
    listener_id,
    jarowinkler_similarity(lower(display_name), lower(split_part(email, '@', 1))) as name_email_similarity,
    editdistance(lower(display_name), lower(split_part(email, '@', 1))) as name_email_distance,
    soundex(display_name) = soundex(split_part(email, '@', 1)) as sounds_like_email
from app.listeners
