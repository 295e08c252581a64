import { HttpProblem } from '../../engine/port/http-problem.ts';
import type { Actor } from '../../engine/port/module-contract.ts';
import type { RecordType } from '../../engine/port/module.ts';

export type RecordRight = 'read' | 'create' | 'edit';

/** All record types of the product by name. */
export class RecordCatalogue {
  readonly #types: ReadonlyMap<string, RecordType>;

  constructor(types: readonly RecordType[]) {
    this.#types = new Map(types.map((type) => [type.name, type]));
    if (this.#types.size !== types.length) throw new Error('Expected every record type to have a name of its own, but one occurs twice');
  }

  /** Types that the actor may read, in the order in which modules list them. */
  visibleTo(actor: Actor): readonly RecordType[] {
    return [...this.#types.values()].filter((type) => mayDo(actor, type, 'read'));
  }

  /** The type without asking for rights: for labels of references. */
  find(name: string): RecordType | undefined {
    return this.#types.get(name);
  }

  /** The type, if the actor has the right; else 403. A type that nobody knows is 404. */
  expect(name: string, actor: Actor, right: RecordRight): RecordType {
    const type = this.#types.get(name);
    if (type === undefined) throw new HttpProblem(404, 'NOT_FOUND', `Expected a record type, but there is none named ${name}.`);
    if (!mayDo(actor, type, right))
      throw new HttpProblem(
        403,
        'FORBIDDEN',
        `Expected the right to ${right} ${type.titlePlural.en.toLowerCase()}, but ${actor.name} does not have it.`,
      );
    return type;
  }
}

/** True when one of the actor's roles or groups is named for the right. */
export function mayDo(actor: Actor, type: RecordType, right: RecordRight): boolean {
  const allowed = type.permissions[right];
  return actor.roles.some((role) => allowed.includes(role)) || actor.groups.some((group) => allowed.includes(group));
}

/** The type as the browser gets it: description and what the actor may do. Fields without title translations keep English. */
export function presentType(actor: Actor, type: RecordType): object {
  const { name, title, titlePlural, icon, labelField, fields, searchFields, defaultSort, related, processes } = type;
  return {
    name,
    title,
    titlePlural,
    icon,
    labelField,
    fields,
    searchFields,
    defaultSort: `${defaultSort.descending ? '-' : ''}${defaultSort.field}`,
    related,
    processes,
    can: { create: mayDo(actor, type, 'create'), edit: mayDo(actor, type, 'edit') },
    printPath: type.printPath ?? null,
    inMenu: type.inMenu ?? true,
  };
}
