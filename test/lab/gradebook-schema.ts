/** A small part of Sakai's gradebook, and 400 grades in it. */
export const gradebookSchema = `
CREATE TABLE gb_gradebook_t (
  id bigint PRIMARY KEY,
  site_id text NOT NULL UNIQUE,
  name text NOT NULL,
  tool text NOT NULL DEFAULT 'gradebook' CHECK (tool IN ('gradebook', 'gradebook2')),
  grade_type integer NOT NULL DEFAULT 1
);
CREATE TABLE gb_category_t (
  id bigint PRIMARY KEY,
  gradebook_id bigint NOT NULL REFERENCES gb_gradebook_t,
  name text NOT NULL,
  weight numeric(5, 4),
  drop_lowest integer NOT NULL DEFAULT 0
);
CREATE TABLE gb_gradable_object_t (
  id bigint PRIMARY KEY,
  gradebook_id bigint NOT NULL REFERENCES gb_gradebook_t,
  category_id bigint REFERENCES gb_category_t,
  name text NOT NULL,
  points_possible numeric(6, 2) NOT NULL,
  due_date date
);
CREATE TABLE gb_grade_record_t (
  gradable_object_id bigint NOT NULL REFERENCES gb_gradable_object_t,
  student_id text NOT NULL,
  points_earned numeric(6, 2),
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (gradable_object_id, student_id)
);
INSERT INTO gb_gradebook_t (id, site_id, name, tool)
  SELECT n, 'site-' || 6000 + n, 'Course ' || n, CASE WHEN n > 7 THEN 'gradebook2' ELSE 'gradebook' END
  FROM generate_series(1, 10) AS n;
INSERT INTO gb_category_t (id, gradebook_id, name, weight)
  SELECT g.id * 10 + c.number, g.id, c.name, c.weight
  FROM gb_gradebook_t AS g, (VALUES (1, 'Homework', 0.4), (2, 'Exams', 0.6)) AS c (number, name, weight);
INSERT INTO gb_gradable_object_t (id, gradebook_id, category_id, name, points_possible, due_date)
  SELECT c.id * 10 + n, c.gradebook_id, c.id, c.name || ' ' || n, 100, date '2009-06-22' + 14 * n
  FROM gb_category_t AS c, generate_series(1, 2) AS n;
INSERT INTO gb_grade_record_t (gradable_object_id, student_id, points_earned, recorded_at)
  SELECT o.id, 'student-' || s, (o.id * 7 + s * 13) % 101, timestamptz '2009-07-31 12:00:00Z'
  FROM gb_gradable_object_t AS o, generate_series(1, 10) AS s;
`;
