-- What waits is found by whom it concerns: what has waited too long stays in the table and is read by nobody else.
DROP INDEX request_state;
CREATE INDEX request_expires ON request (expires) WHERE state = 'WAITING';
CREATE INDEX request_user ON request (user) WHERE state = 'WAITING';
CREATE INDEX request_person ON request (person, state, idx);
CREATE INDEX request_device ON request (device) WHERE state = 'WAITING';
