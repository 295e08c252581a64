import { isIP } from 'node:net';
import { isPublic, isWithin, readAddress, readRange, type AddressRange } from './address.ts';

/** One entry of the allow list. `port` null: every port. */
type AllowRule =
  | { readonly kind: 'host'; readonly pattern: string; readonly port: number | null }
  | { readonly kind: 'range'; readonly range: AddressRange; readonly port: number | null };

/** Where requests may go; made by `readAllowList`. */
export type AllowList = readonly AllowRule[];

/** A destination that the allow list does not have. */
export class DestinationRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DestinationRefused';
  }
}

/**
 * Reads entries of LANEWORK_HTTP_ALLOW: `api.example.com`, `*.example.com` (every name below), `*` (every host), `10.1.0.0/16`, `[::1]`,
 * each with an optional `:port`. Names reach public addresses alone; a private one must be in a range of the list. Throws for a wrong entry.
 */
export function readAllowList(entries: readonly string[]): AllowList {
  return entries.map((entry) => {
    const { base, port } = splitPort(entry.toLowerCase());
    const range = readRange(base);
    if (range !== null) return { kind: 'range', range, port };
    if (base === '*' || /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(base)) return { kind: 'host', pattern: base, port };
    throw new Error(`Expected a host, a pattern such as *.example.com or an address range in LANEWORK_HTTP_ALLOW, but found "${entry}".`);
  });
}

/** The addresses that a connection may use: all that the name has, when every one of them is allowed. Throws DestinationRefused. */
export function checkDestination(list: AllowList, url: URL, addresses: readonly string[]): void {
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const rules = list.filter((rule) => rule.port === null || rule.port === port);
  const isNamed = rules.some((rule) => rule.kind === 'host' && matchesHost(rule.pattern, host));
  if (addresses.length === 0) throw new DestinationRefused(`Expected an address of ${host}, but it has none.`);
  for (const text of addresses) {
    const address = readAddress(text);
    if (address === null) throw new DestinationRefused(`Expected addresses of ${host}, but found "${text}".`);
    if (rules.some((rule) => rule.kind === 'range' && isWithin(address, rule.range))) continue;
    if (!isNamed) throw new DestinationRefused(`Expected a host out of LANEWORK_HTTP_ALLOW, but found ${host}:${port}.`);
    if (!isPublic(address))
      throw new DestinationRefused(`Expected ${host} to have public addresses or some of LANEWORK_HTTP_ALLOW, but found ${text}.`);
  }
}

/** The address that a URL names itself, without brackets; null for a name that must be looked up. */
export function literalAddress(url: URL): string | null {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  return isIP(host) === 0 ? null : host;
}

function matchesHost(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}

function splitPort(entry: string): { readonly base: string; readonly port: number | null } {
  const port = /^(?<base>\[[^\]]*\](?:\/\d+)?|[^:]*):(?<port>\d{1,5})$/.exec(entry)?.groups;
  return port === undefined ? { base: entry, port: null } : { base: port['base'] ?? '', port: Number(port['port']) };
}
