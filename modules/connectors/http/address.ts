import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** An address with the number of its leading bits that count. */
export type AddressRange = readonly [address: Address, bits: number];

/** Global unicast addresses of IPv6 (RFC 4291, 2.4): everything else is for special use or not given out. */
const GLOBAL_UNICAST: AddressRange = [ipaddr.parse('2000::'), 3];
/** Reserved by later standards or by clouds, and not known to the library. */
const SPECIAL: readonly AddressRange[] = [
  [ipaddr.parse('168.63.129.16'), 32], // Metadata and health agent of Azure, in the middle of public addresses.
  [ipaddr.parse('192.88.99.0'), 24], // Relays of 6to4 (RFC 7526).
  [ipaddr.parse('198.18.0.0'), 15], // Benchmarks (RFC 2544).
  [ipaddr.parse('3fff::'), 20], // Documentation (RFC 9637).
];

/** The address that a text names; null when it names none. */
export function readAddress(text: string): Address | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  // Shortened and octal forms of IPv4 are read by some programs and not by others: only the usual form is an address.
  if (bare.includes('%') || !(ipaddr.IPv6.isValid(bare) || ipaddr.IPv4.isValidFourPartDecimal(bare))) return null;
  return ipaddr.parse(bare);
}

/** An address or a range in CIDR notation; null when the text is neither. */
export function readRange(text: string): AddressRange | null {
  const [base = '', bits, ...rest] = text.split('/');
  const address = readAddress(base);
  if (address === null || rest.length > 0) return null;
  const most = address.kind() === 'ipv4' ? 32 : 128;
  if (bits === undefined) return [address, most];
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? [address, Number(bits)] : null;
}

/** Whether a range has an address; one of the other family is in none. */
export function isWithin(address: Address, [base, bits]: AddressRange): boolean {
  if (address instanceof ipaddr.IPv4) return base instanceof ipaddr.IPv4 && address.match(base, bits);
  return base instanceof ipaddr.IPv6 && address.match(base, bits);
}

/**
 * Whether an address belongs to the public Internet. Private, loopback, link-local and shared addresses, multicast, metadata services and
 * every IPv6 address that carries an IPv4 one inside (mapped, compatible, translated, 6to4, Teredo) do not.
 */
export function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast' || SPECIAL.some((range) => isWithin(address, range))) return false;
  return address.kind() === 'ipv4' || isWithin(address, GLOBAL_UNICAST);
}
