select course_id, lessons, minutes, minutes / lessons as minutes_per_lesson, level = 'beginner' as is_beginner
from lms.courses
