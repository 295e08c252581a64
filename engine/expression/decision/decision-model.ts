/** A FEEL type by name (`number`, `date and time`, a name of `itemTypes`); null for anything. */
export type TypeReference = string | null;

/** DMN 1.5, 7.3.2: a named type of the file. */
export interface ItemType {
  readonly name: string;
  readonly base: TypeReference;
  readonly isCollection: boolean;
  /** Unary tests that a value must pass; null allows every value. */
  readonly allowedValues: string | null;
  /** Members of a structured type. */
  readonly components: readonly ItemType[];
}

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER';
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX';

export interface TableInput {
  readonly expression: string;
  readonly type: TypeReference;
  readonly allowedValues: string | null;
}
export interface TableOutput {
  readonly name: string;
  readonly type: TypeReference;
  /** FEEL list of the values in order of priority, highest first; null when the file gives none. */
  readonly values: string | null;
  readonly defaultEntry: string | null;
}
export interface TableRule {
  readonly id: string | null;
  readonly inputEntries: readonly string[];
  readonly outputEntries: readonly string[];
}

/** DMN 1.5, chapter 8. */
export interface DecisionTable {
  readonly kind: 'table';
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | null;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

/** A boxed expression (DMN 1.5, 10.2.1). */
export type DecisionLogic =
  | { readonly kind: 'literal'; readonly text: string }
  | DecisionTable
  | { readonly kind: 'context'; readonly entries: readonly { readonly name: string | null; readonly value: DecisionLogic }[] }
  | {
      readonly kind: 'invocation';
      readonly function: string;
      readonly bindings: readonly { readonly name: string; readonly value: DecisionLogic }[];
    }
  | { readonly kind: 'list'; readonly items: readonly DecisionLogic[] }
  | { readonly kind: 'relation'; readonly columns: readonly string[]; readonly rows: readonly (readonly DecisionLogic[])[] }
  | { readonly kind: 'function'; readonly parameters: readonly string[]; readonly body: DecisionLogic };

interface Requirer {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  /** Ids of decisions, input data and knowledge models that this one needs. */
  readonly requires: readonly string[];
}

export interface Decision extends Requirer {
  readonly kind: 'decision';
  readonly type: TypeReference;
  readonly logic: DecisionLogic;
}
/** A business knowledge model: a function by its name. */
export interface KnowledgeModel extends Requirer {
  readonly kind: 'knowledge';
  readonly parameters: readonly string[];
  readonly logic: DecisionLogic;
}
export interface InputData {
  readonly kind: 'input';
  readonly id: string;
  readonly name: string;
  readonly line: number;
  readonly type: TypeReference;
}
/** A decision service: evaluates its output decisions. */
export interface DecisionService extends Requirer {
  readonly kind: 'service';
  readonly outputDecisionIds: readonly string[];
}

export type DecisionElement = Decision | KnowledgeModel | InputData | DecisionService;

/** The content of a DMN file as readonly data, made by `parseDmn`. Plain JSON. */
export interface DecisionModel {
  readonly name: string | null;
  /** Elements by id. */
  readonly elements: Readonly<Record<string, DecisionElement>>;
  readonly itemTypes: Readonly<Record<string, ItemType>>;
}
