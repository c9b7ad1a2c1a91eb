CREATE TABLE children (
    key INTEGER NOT NULL, id INTEGER NOT NULL, child TEXT NOT NULL, process TEXT NOT NULL, instance TEXT NOT NULL,
    element TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (key, id)
  ) WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, next INTEGER NOT NULL);
CREATE TABLE definitions (
    key INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, revision INTEGER NOT NULL,
    digest TEXT NOT NULL, graph TEXT NOT NULL,
    UNIQUE (id, version, revision)
  );
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key INTEGER, instance TEXT, process TEXT NOT NULL, version INTEGER, ref INTEGER NOT NULL,
    name TEXT NOT NULL, source TEXT NOT NULL, payload TEXT NOT NULL, correlation TEXT, expires_at INTEGER, parent INTEGER,
    business_key TEXT, created_at INTEGER NOT NULL, shared TEXT
  , together TEXT);
CREATE TABLE engine_offers (definition INTEGER NOT NULL, engine INTEGER NOT NULL, PRIMARY KEY (definition, engine)) WITHOUT ROWID;
CREATE TABLE engines (number INTEGER PRIMARY KEY, until INTEGER NOT NULL);
CREATE TABLE incidents (
    key INTEGER NOT NULL, id INTEGER NOT NULL, instance TEXT NOT NULL, process TEXT NOT NULL, element TEXT NOT NULL,
    code TEXT NOT NULL, message TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (key, id)
  ) WITHOUT ROWID;
CREATE TABLE instances (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, definition INTEGER NOT NULL, process TEXT NOT NULL, version INTEGER NOT NULL,
    business_key TEXT, status TEXT NOT NULL, seq INTEGER NOT NULL, owner INTEGER, input_digest TEXT,
    started_at INTEGER NOT NULL, ended_at INTEGER, result TEXT, quarantine TEXT
  , parent INTEGER, child INTEGER);
CREATE TABLE jobs (
    key INTEGER NOT NULL, id INTEGER NOT NULL, handler TEXT NOT NULL, due INTEGER NOT NULL, owner INTEGER,
    PRIMARY KEY (key, id)
  ) WITHOUT ROWID;
CREATE TABLE log (
    key INTEGER NOT NULL, seq INTEGER NOT NULL, events TEXT NOT NULL, format INTEGER NOT NULL, at INTEGER NOT NULL, batch TEXT NOT NULL,
    PRIMARY KEY (key, seq)
  ) WITHOUT ROWID;
CREATE TABLE message_ids (mark TEXT PRIMARY KEY, forget_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, correlation TEXT, address TEXT NOT NULL, message_id TEXT NOT NULL, payload TEXT NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, fresh INTEGER NOT NULL
  , behind INTEGER);
CREATE TABLE "millrace_migrations" (
  migration_id integer PRIMARY KEY NOT NULL,
  created_at datetime NOT NULL DEFAULT current_timestamp,
  name VARCHAR(255) NOT NULL
);
CREATE TABLE payloads (id TEXT PRIMARY KEY, payload TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE schedules (
    definition INTEGER NOT NULL, element TEXT NOT NULL, process TEXT NOT NULL, version INTEGER NOT NULL, fired INTEGER NOT NULL,
    last_due INTEGER, due INTEGER,
    PRIMARY KEY (definition, element)
  ) WITHOUT ROWID;
CREATE TABLE snapshots (key INTEGER PRIMARY KEY, seq INTEGER NOT NULL, state TEXT NOT NULL, format INTEGER NOT NULL);
CREATE TABLE start_triggers (
    kind TEXT NOT NULL, name TEXT NOT NULL, definition INTEGER NOT NULL, element TEXT NOT NULL, together TEXT, again INTEGER,
    PRIMARY KEY (kind, name, definition, element)
  ) WITHOUT ROWID;
CREATE TABLE stored_values (key INTEGER NOT NULL, id INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (key, id));
CREATE TABLE subscriptions (
    key INTEGER NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, correlation TEXT, address TEXT,
    stays INTEGER NOT NULL, taken INTEGER NOT NULL, fresh INTEGER NOT NULL, instance TEXT NOT NULL, process TEXT NOT NULL,
    business_key TEXT, element TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (key, id)
  ) WITHOUT ROWID;
CREATE TABLE timers (key INTEGER NOT NULL, id INTEGER NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE user_task_groups (
    group_name TEXT NOT NULL, key INTEGER NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY (group_name, key, id)
  ) WITHOUT ROWID;
CREATE TABLE user_tasks (
    key INTEGER NOT NULL, id INTEGER NOT NULL, instance TEXT NOT NULL, process TEXT NOT NULL, business_key TEXT,
    element TEXT NOT NULL, name TEXT NOT NULL, assignee TEXT, candidate_groups TEXT NOT NULL, excluded TEXT NOT NULL,
    due INTEGER, created_at INTEGER NOT NULL,
    PRIMARY KEY (key, id)
  ) WITHOUT ROWID;
CREATE INDEX deliveries_process ON deliveries (process, id);
CREATE INDEX deliveries_shared ON deliveries (shared) WHERE shared IS NOT NULL;
CREATE INDEX deliveries_together ON deliveries (together) WHERE together IS NOT NULL;
CREATE UNIQUE INDEX instances_business_key ON instances (business_key, process) WHERE business_key IS NOT NULL;
CREATE INDEX instances_owner ON instances (owner, key) WHERE owner IS NOT NULL;
CREATE INDEX instances_process ON instances (process, key);
CREATE INDEX instances_quarantine ON instances (key) WHERE quarantine IS NOT NULL;
CREATE INDEX instances_status ON instances (status, key, process) WHERE status <> 'completed';
CREATE INDEX jobs_free ON jobs (handler, due, key, id) WHERE owner IS NULL;
CREATE INDEX jobs_owner ON jobs (owner, due, key, id) WHERE owner IS NOT NULL;
CREATE INDEX message_ids_forget ON message_ids (forget_at);
CREATE INDEX messages_address ON messages (address, id);
CREATE INDEX messages_behind ON messages (behind) WHERE behind IS NOT NULL;
CREATE INDEX messages_expires ON messages (expires_at);
CREATE INDEX messages_fresh ON messages (id) WHERE fresh = 1;
CREATE INDEX messages_name ON messages (name, id);
CREATE INDEX schedules_due ON schedules (due, definition, element) WHERE due IS NOT NULL;
CREATE INDEX start_triggers_definition ON start_triggers (definition);
CREATE INDEX subscriptions_address ON subscriptions (address, created_at, key, id) WHERE address IS NOT NULL;
CREATE INDEX subscriptions_fresh ON subscriptions (created_at, key, id) WHERE fresh = 1;
CREATE INDEX subscriptions_name ON subscriptions (name, key, id);
CREATE INDEX subscriptions_process ON subscriptions (process, key, id);
CREATE INDEX timers_due ON timers (due, key, id);
CREATE INDEX user_task_groups_task ON user_task_groups (key, id);
CREATE INDEX user_tasks_assignee ON user_tasks (assignee, key, id) WHERE assignee IS NOT NULL;
CREATE INDEX user_tasks_business_key ON user_tasks (business_key, key, id) WHERE business_key IS NOT NULL;
CREATE INDEX user_tasks_process ON user_tasks (process, key, id);
INSERT INTO children (key, id, child, process, instance, element, created_at) VALUES (1, 8, 'instance-1/8', 'order', 'waiting', 'delivery', 1000);
INSERT INTO counters (name, next) VALUES ('instances', 4);
INSERT INTO counters (name, next) VALUES ('engines', 2);
INSERT INTO definitions (key, kind, id, version, revision, digest, graph) VALUES (1, 'process', 'order', 1, 0, 'digest', '{"elements":[],"flows":[]}');
INSERT INTO deliveries (id, kind, key, instance, process, version, ref, name, source, payload, correlation, expires_at, parent, business_key, created_at, shared, together) VALUES (1, 'escalation', 1, NULL, 'order', NULL, 8, 'late', 'a child', '{"fine":true}', NULL, NULL, NULL, NULL, 2000, NULL, NULL);
INSERT INTO deliveries (id, kind, key, instance, process, version, ref, name, source, payload, correlation, expires_at, parent, business_key, created_at, shared, together) VALUES (2, 'signal', 1, NULL, 'order', NULL, 7, 'closing', 'one', '{"of":"one"}', NULL, NULL, NULL, NULL, 2000, NULL, NULL);
INSERT INTO deliveries (id, kind, key, instance, process, version, ref, name, source, payload, correlation, expires_at, parent, business_key, created_at, shared, together) VALUES (3, 'message', 1, NULL, 'order', NULL, 6, 'paid', 'one', '{"of":"one"}', '12', 1000000, NULL, NULL, 2000, NULL, NULL);
INSERT INTO engines (number, until) VALUES (1, 1500);
INSERT INTO incidents (key, id, instance, process, element, code, message, created_at) VALUES (1, 5, 'waiting', 'order', 'charge', 'HandlerFailed', 'the card terminal is out of paper', 1000);
INSERT INTO instances (key, id, definition, process, version, business_key, status, seq, owner, input_digest, started_at, ended_at, result, quarantine, parent, child) VALUES (1, 'waiting', 1, 'order', 1, 'it''s 12', 'active', 2, 1, 'input', 1001, NULL, NULL, NULL, NULL, NULL);
INSERT INTO instances (key, id, definition, process, version, business_key, status, seq, owner, input_digest, started_at, ended_at, result, quarantine, parent, child) VALUES (2, 'done', 1, 'refund', 1, NULL, 'completed', 2, NULL, NULL, 1002, 1200, '{}', NULL, NULL, NULL);
INSERT INTO instances (key, id, definition, process, version, business_key, status, seq, owner, input_digest, started_at, ended_at, result, quarantine, parent, child) VALUES (3, 'called', 1, 'order', 1, NULL, 'active', 1, NULL, NULL, 1003, NULL, NULL, NULL, 1, 8);
INSERT INTO jobs (key, id, handler, due, owner) VALUES (1, 2, 'order@1/pay/run', 1500, NULL);
INSERT INTO log (key, seq, events, format, at, batch) VALUES (1, 1, '[{"type":"Happened","key":1,"seq":1}]', 1, 1001, 'first');
INSERT INTO log (key, seq, events, format, at, batch) VALUES (1, 2, '[{"type":"Happened","key":1,"seq":2}]', 1, 1002, 'second');
INSERT INTO log (key, seq, events, format, at, batch) VALUES (2, 1, '[{"type":"Happened","key":2,"seq":1}]', 1, 1001, 'first');
INSERT INTO log (key, seq, events, format, at, batch) VALUES (2, 2, '[{"type":"Happened","key":2,"seq":2}]', 1, 1002, 'second');
INSERT INTO log (key, seq, events, format, at, batch) VALUES (3, 1, '[{"type":"Happened","key":3,"seq":1}]', 1, 1001, 'third');
INSERT INTO message_ids (mark, forget_at) VALUES ('["paid","one"]', 86402000);
INSERT INTO message_ids (mark, forget_at) VALUES ('["paid","two"]', 86402000);
INSERT INTO messages (id, name, correlation, address, message_id, payload, created_at, expires_at, fresh, behind) VALUES (2, 'paid', '12', '["paid","12"]', 'two', '{"of":"two"}', 2000, 1000000, 0, NULL);
INSERT INTO millrace_migrations (migration_id, created_at, name) VALUES (1, '2026-11-21 22:55:23', 'first');
INSERT INTO millrace_migrations (migration_id, created_at, name) VALUES (2, '2026-11-21 22:55:23', 'offers');
INSERT INTO millrace_migrations (migration_id, created_at, name) VALUES (3, '2026-11-21 22:55:23', 'messages');
INSERT INTO millrace_migrations (migration_id, created_at, name) VALUES (4, '2026-11-21 22:55:23', 'together');
INSERT INTO schedules (definition, element, process, version, fired, last_due, due) VALUES (1, 'each morning', 'order', 1, 0, NULL, 5000);
INSERT INTO snapshots (key, seq, state, format) VALUES (1, 1, '{"a":1}', 1);
INSERT INTO start_triggers (kind, name, definition, element, together, again) VALUES ('message', 'begins', 1, 'start', NULL, NULL);
INSERT INTO stored_values (key, id, text) VALUES (1, 1, '"large"');
INSERT INTO subscriptions (key, id, kind, name, correlation, address, stays, taken, fresh, instance, process, business_key, element, created_at) VALUES (1, 6, 'message', 'paid', '12', NULL, 0, 1, 0, 'waiting', 'order', NULL, 'payment', 1000);
INSERT INTO subscriptions (key, id, kind, name, correlation, address, stays, taken, fresh, instance, process, business_key, element, created_at) VALUES (1, 7, 'signal', 'closing', NULL, NULL, 0, 0, 0, 'waiting', 'order', NULL, 'payment', 1000);
INSERT INTO timers (key, id, due) VALUES (1, 3, 2000);
INSERT INTO user_task_groups (group_name, key, id) VALUES ('clerks', 1, 4);
INSERT INTO user_task_groups (group_name, key, id) VALUES ('managers', 1, 4);
INSERT INTO user_tasks (key, id, instance, process, business_key, element, name, assignee, candidate_groups, excluded, due, created_at) VALUES (1, 4, 'waiting', 'order', NULL, 'approval', 'Approve the order', NULL, '["managers","clerks"]', '["carl"]', 9000, 1000);
