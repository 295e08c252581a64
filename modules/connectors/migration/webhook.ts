import type { ModuleMigration } from '../../../engine/port/module-contract.ts';

/** Addresses that others call, what became of their last calls, and who changed what. */
export const webhookMigration: ModuleMigration = {
  name: '20261126_60_connectors_webhook',
  up: [
    'CREATE SCHEMA IF NOT EXISTS connectors',
    // `secret`: the key of signatures, which is needed to check them; of a token its SHA-256 in hexadecimal. It leaves the database in no answer.
    `CREATE TABLE connectors.webhook (
       id text COLLATE "C" PRIMARY KEY,
       name text NOT NULL CHECK (btrim(name) <> ''),
       is_active boolean NOT NULL,
       target text NOT NULL CHECK (target IN ('process', 'message')),
       target_name text NOT NULL,
       correlation_key text,
       variables text NOT NULL,
       proof text NOT NULL CHECK (proof IN ('signature', 'token')),
       secret text NOT NULL,
       created_at timestamptz(3) NOT NULL DEFAULT now(),
       updated_at timestamptz(3) NOT NULL DEFAULT now())`,
    `CREATE TABLE connectors.webhook_delivery (
       id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       webhook_id text COLLATE "C" NOT NULL REFERENCES connectors.webhook ON DELETE CASCADE,
       delivery_id text,
       received_at timestamptz(3) NOT NULL DEFAULT now(),
       outcome text NOT NULL CHECK (outcome IN ('started', 'correlated', 'collected', 'buffered', 'refused', 'failed')),
       message text,
       process_instance_id uuid,
       body_bytes integer NOT NULL)`,
    'CREATE INDEX webhook_delivery_webhook ON connectors.webhook_delivery (webhook_id, id DESC)',
    // Outlives what it tells of.
    `CREATE TABLE connectors.webhook_change (
       id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       webhook_id text COLLATE "C" NOT NULL,
       at timestamptz(3) NOT NULL DEFAULT now(),
       actor_id text NOT NULL,
       actor_name text NOT NULL,
       action text NOT NULL CHECK (action IN ('created', 'changed', 'secretRenewed', 'removed')),
       settings jsonb NOT NULL)`,
  ],
};
