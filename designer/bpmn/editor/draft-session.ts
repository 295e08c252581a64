import { hasCode } from '../../kit/api/problem.ts';
import type { Draft, DraftSummary, Resource } from '../api.ts';
import { withoutResource, withResource } from './resources.ts';

/** How long after the last change a draft saves itself. */
export const AUTOSAVE_MS = 2500;

/** Where a draft stands: everything saved, changed since, being saved, refused, or overtaken by somebody else's save. */
export type DraftPhase = 'saved' | 'changed' | 'saving' | 'failed' | 'conflict';

/** What the page shows of a draft session. A new object after every change. */
export interface DraftSnapshot {
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly phase: DraftPhase;
  readonly error: unknown;
  /** When the last save succeeded, milliseconds since the epoch; null before the first one. */
  readonly savedAtMs: number | null;
}

/** What a session needs from outside. Tests supply their own. */
export interface DraftSessionPorts {
  save(draft: {
    readonly id: string;
    readonly name: string;
    readonly resources: readonly Resource[];
    readonly revision: number;
  }): Promise<DraftSummary>;
  now(): number;
  /** Runs `work` after `delayMs`; returns how to call it off. */
  after(delayMs: number, work: () => void): () => void;
}

/**
 * The draft on screen: keeps its files and name, saves them by itself some time after the last change, and stops saving as soon as somebody else has
 * saved the same draft, so that two people never overwrite each other.
 */
export class DraftSession {
  readonly id: string;
  private readonly ports: DraftSessionPorts;
  private readonly listeners = new Set<() => void>();
  private revision: number;
  /** Last name that is one: while a new name is being typed the field may be empty. */
  private savedName: string;
  private current: DraftSnapshot;
  private cancelTimer: (() => void) | undefined;
  private running: Promise<boolean> | undefined;
  private collect: () => Promise<void> = nothingToCollect;

  constructor(draft: Draft, ports: DraftSessionPorts) {
    this.id = draft.id;
    this.ports = ports;
    this.revision = draft.revision;
    this.savedName = draft.name;
    this.current = { name: draft.name, resources: draft.resources, phase: 'saved', error: null, savedAtMs: null };
  }

  /** What to show now. */
  readonly snapshot = (): DraftSnapshot => this.current;

  /** Calls back after every change; returns how to stop it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  rename(name: string): void {
    if (name !== this.current.name) this.change({ name });
  }

  /** Adds a file or replaces the one of the same name; the same content again is no change. */
  put(resource: Resource): void {
    const before = this.current.resources.find((each) => each.name === resource.name);
    if (before?.content !== resource.content) this.change({ resources: withResource(this.current.resources, resource) });
  }

  remove(name: string): void {
    this.change({ resources: withoutResource(this.current.resources, name) });
  }

  /** Before every save `collect` brings what the editor holds but has not handed over yet; returns how to end that. */
  collectFrom(collect: () => Promise<void>): () => void {
    this.collect = collect;
    return () => {
      if (this.collect === collect) this.collect = nothingToCollect;
    };
  }

  /** Says that something changed which the editor will bring, so that the draft counts as changed at once. */
  touch(): void {
    this.change({});
  }

  /** Saves now. True when everything is saved afterwards; false when the save was refused. */
  async save(): Promise<boolean> {
    if (this.running !== undefined) {
      await this.running;
      return this.current.phase === 'changed' ? this.save() : this.current.phase === 'saved';
    }
    await this.collect();
    if (this.current.phase === 'conflict') return false;
    if (this.current.phase === 'saved') return true;
    this.running = this.write();
    try {
      return await this.running;
    } finally {
      this.running = undefined;
    }
  }

  private async write(): Promise<boolean> {
    this.cancelTimer?.();
    const { name, resources } = this.current;
    if (name.trim() !== '') this.savedName = name.trim();
    this.show({ phase: 'saving', error: null });
    try {
      const saved = await this.ports.save({ id: this.id, name: this.savedName, resources, revision: this.revision });
      this.revision = saved.revision;
      this.finish(name, resources);
      return true;
    } catch (error) {
      this.show({ phase: hasCode(error, 'DRAFT_CHANGED') ? 'conflict' : 'failed', error });
      return false;
    }
  }

  /** After a save: what was changed while it ran is still unsaved. */
  private finish(name: string, resources: readonly Resource[]): void {
    const changedMeanwhile = this.current.phase === 'changed' || this.current.name !== name || this.current.resources !== resources;
    this.show({ phase: changedMeanwhile ? 'changed' : 'saved', savedAtMs: this.ports.now() });
    if (changedMeanwhile) this.schedule();
  }

  private change(changes: Partial<Pick<DraftSnapshot, 'name' | 'resources'>>): void {
    const phase = this.current.phase === 'conflict' ? 'conflict' : 'changed';
    this.show({ ...changes, phase });
    if (phase === 'changed') this.schedule();
  }

  private schedule(): void {
    this.cancelTimer?.();
    this.cancelTimer = this.ports.after(AUTOSAVE_MS, () => void this.save());
  }

  private show(changes: Partial<DraftSnapshot>): void {
    this.current = { ...this.current, ...changes };
    for (const listener of this.listeners) listener();
  }
}

const nothingToCollect = (): Promise<void> => Promise.resolve();
