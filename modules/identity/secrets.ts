import { hash as digest, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Bytes of a session or API token; 256 bits cannot be guessed, so a plain hash protects them well enough. */
const TOKEN_BYTES = 32;
/** Parameters of argon2id (the library's default variant) as OWASP advises: 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A new random token, URL-safe. */
export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** SHA-256 of a token; what the database keeps. */
export function hashToken(token: string): Buffer {
  return digest('sha256', token, 'buffer');
}

/** Hash of a password with its own salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2);
}

/** Whether the password belongs to the hash. Takes the same time either way. */
export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}

let unknownHash: Promise<string> | null = null;

/** A hash that no password fits; verified for unknown logins, so that their refusal takes as long as any other. */
export function hashOfNobody(): Promise<string> {
  unknownHash ??= hashPassword(createToken());
  return unknownHash;
}
