-- A small student information system: sqlite3 sis.db < sis.sql

CREATE TABLE student (learner_key TEXT, given_name TEXT, family_name TEXT, email TEXT, identifiers TEXT);
INSERT INTO student VALUES ('00001001', 'Zoë', 'Lindqvist', 'zoe.lindqvist@river-college.example', 'oneRosterSourcedId:00001001|sisSourcedId:S-4471');
INSERT INTO student VALUES ('00001002', 'Íñigo José', 'Ruiz Peña', 'inigo.ruiz@river-college.example', 'oneRosterSourcedId:00001002|sisSourcedId:S-4472');
INSERT INTO student VALUES ('00001003', 'Maeve', 'O’Byrne', 'maeve.obyrne@river-college.example', 'oneRosterSourcedId:00001003|sisSourcedId:S-4473');

CREATE TABLE degree (learner_key TEXT, award_key TEXT, achievement_type TEXT, title TEXT, code TEXT, conferred_on TEXT, honors TEXT);
INSERT INTO degree VALUES ('00001001', 'A1', 'AssociateDegree', 'Associate of Arts in History', 'HIST-AA', '2026-05-15', 'With Distinction');
INSERT INTO degree VALUES ('00001002', 'A1', 'BachelorDegree', 'Bachelor of Science in Biology', 'BIOL-BS', '2026-05-15', NULL);
INSERT INTO degree VALUES ('00001003', 'A1', 'Certificate', 'Certificate in Café Management', 'CAFE-C', '2026-05-29', NULL);

CREATE TABLE degree_field (learner_key TEXT, award_key TEXT, kind TEXT, name TEXT, code TEXT);
INSERT INTO degree_field VALUES ('00001001', 'A1', 'Major', 'History', '54.0101');
INSERT INTO degree_field VALUES ('00001002', 'A1', 'Major', 'Biology', '26.0101');
INSERT INTO degree_field VALUES ('00001002', 'A1', 'Minor', 'Français', '16.0901');

CREATE TABLE course (course_key TEXT, code TEXT, title TEXT, subject TEXT);
INSERT INTO course VALUES ('HIST-101', 'HIST 101', 'World History I', 'History');
INSERT INTO course VALUES ('BIOL-210', 'BIOL 210', 'Cell Biology', 'Biology');
INSERT INTO course VALUES ('0110', 'FREN 110', 'Français élémentaire', 'Languages');

CREATE TABLE term (term_key TEXT, name TEXT, starts_on TEXT, ends_on TEXT);
INSERT INTO term VALUES ('2025FA', 'Fall 2025', '2025-08-25', '2025-12-19');
INSERT INTO term VALUES ('2026SP', 'Spring 2026', '2026-01-12', '2026-05-08');

CREATE TABLE enrolment (learner_key TEXT, course_key TEXT, term_key TEXT, grade TEXT, status TEXT);
INSERT INTO enrolment VALUES ('00001001', 'HIST-101', '2025FA', 'A-', 'Completed');
INSERT INTO enrolment VALUES ('00001001', '0110', '2026SP', 'B+', 'Completed');
INSERT INTO enrolment VALUES ('00001002', 'BIOL-210', '2025FA', 'A', 'Completed');
INSERT INTO enrolment VALUES ('00001002', '0110', '2026SP', 'A', 'Completed');
INSERT INTO enrolment VALUES ('00001003', 'HIST-101', '2026SP', 'C', 'InProgress');

CREATE TABLE average (learner_key TEXT, scope TEXT, value REAL, maximum REAL);
INSERT INTO average VALUES ('00001001', 'Cumulative', 3.5, 4);
INSERT INTO average VALUES ('00001002', 'Cumulative', 4, 4);

-- One who has not graduated: the query for learners leaves her out.
INSERT INTO student VALUES ('00001004', 'Ada', 'Novak', 'ada.novak@river-college.example', NULL);
