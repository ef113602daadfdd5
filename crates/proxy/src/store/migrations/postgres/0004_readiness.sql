-- One row, written when somebody asks whether the database takes writes.
CREATE TABLE readiness (
    id       BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    -- In milliseconds.
    asked_at BIGINT NOT NULL
);
INSERT INTO readiness (id, asked_at) VALUES (1, 0);
