type Members<Member> = Readonly<Record<string, Member>>;

const NOTHING: ReadonlySet<string> = new Set();

/** Questions that are answered by looking through the members; an index costs as much as several of these, and most commands ask less. */
const SCANS_BEFORE_INDEX = 8;

/**
 * Finds the members of a map by what they belong to: the instances in a scope, the waits of an instance. The index is built when there have been several
 * questions and kept up to date from then on, so that a command which asks a thousand times looks through everything a few times and not a thousand.
 */
export class OwnerIndex<Member extends { readonly id: string }> {
  readonly #ownerOf: (member: Member) => string | null;
  #byOwner: Map<string, Set<string>> | null = null;
  #scans = 0;

  /** `ownerOf` answers null for members that nobody asks for. */
  constructor(ownerOf: (member: Member) => string | null) {
    this.#ownerOf = ownerOf;
  }

  /** Ids of the members that belong to an owner, oldest first. */
  idsOf(members: Members<Member>, owner: string): ReadonlySet<string> {
    const index = this.#indexOf(members);
    if (index !== null) return index.get(owner) ?? NOTHING;
    let found: Set<string> | null = null;
    for (const id in members) {
      const member = members[id];
      if (member !== undefined && this.#ownerOf(member) === owner) (found ??= new Set()).add(member.id);
    }
    return found ?? NOTHING;
  }

  /** Whether any member belongs to an owner. */
  has(members: Members<Member>, owner: string): boolean {
    const index = this.#indexOf(members);
    if (index !== null) return index.has(owner);
    for (const id in members) {
      const member = members[id];
      if (member !== undefined && this.#ownerOf(member) === owner) return true;
    }
    return false;
  }

  added(member: Member): void {
    if (this.#byOwner !== null) addTo(this.#byOwner, this.#ownerOf(member), member.id);
  }

  removed(member: Member): void {
    const owner = this.#ownerOf(member);
    const ids = owner === null ? undefined : this.#byOwner?.get(owner);
    if (owner === null || ids === undefined) return;
    ids.delete(member.id);
    if (ids.size === 0) this.#byOwner?.delete(owner);
  }

  /** The index; null while the questions are too few for one. */
  #indexOf(members: Members<Member>): Map<string, Set<string>> | null {
    if (this.#byOwner !== null) return this.#byOwner;
    this.#scans += 1;
    if (this.#scans <= SCANS_BEFORE_INDEX) return null;
    this.#byOwner = new Map();
    for (const member of Object.values(members)) addTo(this.#byOwner, this.#ownerOf(member), member.id);
    return this.#byOwner;
  }
}

function addTo(index: Map<string, Set<string>>, owner: string | null, id: string): void {
  if (owner === null) return;
  const ids = index.get(owner);
  if (ids === undefined) index.set(owner, new Set([id]));
  else ids.add(id);
}
