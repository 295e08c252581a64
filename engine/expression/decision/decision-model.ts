/** A FEEL type as a file names it (`number`, `date and time`, a name of `itemTypes`, `model.tType`); null for anything. */
export type TypeReference = string | null;

/** DMN 1.5, 7.3.2: a named type of the file. */
export interface ItemType {
  readonly name: string;
  readonly base: TypeReference;
  readonly isCollection: boolean;
  /** Unary tests that a value, or each item of a collection, must pass; null allows every value. */
  readonly allowedValues: string | null;
  /** Unary tests that the whole value must pass (DMN 1.5); null allows every value. */
  readonly typeConstraint: string | null;
  /** Members of a structured type. */
  readonly components: readonly ItemType[];
  /** Result and parameters of a function type; null for any other type. */
  readonly functionType: { readonly result: TypeReference; readonly parameters: readonly TypedName[] } | null;
}

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER';
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX';

export interface TypedName {
  readonly name: string;
  readonly type: TypeReference;
}

export interface TableInput {
  readonly expression: string;
  readonly type: TypeReference;
  readonly allowedValues: string | null;
}
export interface TableOutput {
  readonly name: string;
  readonly type: TypeReference;
  /** Unary tests of the values in order of priority, highest first; null when the file gives none. */
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
  readonly type: TypeReference;
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | null;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

export interface ContextEntry {
  /** Null for the entry that is the result. */
  readonly name: string | null;
  readonly type: TypeReference;
  readonly value: DecisionLogic;
}

/** A boxed expression (DMN 1.5, 10.2). `type` is its own declared type, which its value is converted to. */
export type DecisionLogic =
  | { readonly kind: 'literal'; readonly type: TypeReference; readonly text: string }
  | DecisionTable
  | { readonly kind: 'context'; readonly type: TypeReference; readonly entries: readonly ContextEntry[] }
  | {
      readonly kind: 'invocation';
      readonly type: TypeReference;
      /** FEEL whose value is the function that is called. */
      readonly function: string;
      readonly bindings: readonly { readonly name: string; readonly value: DecisionLogic }[];
    }
  | { readonly kind: 'list'; readonly type: TypeReference; readonly items: readonly DecisionLogic[] }
  | {
      readonly kind: 'relation';
      readonly type: TypeReference;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly DecisionLogic[])[];
    }
  | {
      readonly kind: 'function';
      readonly type: TypeReference;
      readonly parameters: readonly TypedName[];
      readonly body: DecisionLogic;
    }
  | {
      readonly kind: 'conditional';
      readonly type: TypeReference;
      readonly condition: DecisionLogic;
      readonly consequence: DecisionLogic;
      readonly otherwise: DecisionLogic;
    }
  | { readonly kind: 'filter'; readonly type: TypeReference; readonly list: DecisionLogic; readonly match: DecisionLogic }
  | {
      readonly kind: 'iterator';
      readonly type: TypeReference;
      readonly operation: 'for' | 'some' | 'every';
      readonly variable: string;
      readonly domain: DecisionLogic;
      /** What is returned for each item, or must be true of it. */
      readonly body: DecisionLogic;
    };

interface Requirer {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  /** What this one needs: ids of this file, or `<namespace>#<id>` of an imported one. */
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
  /** Type of the function, or of its result. */
  readonly type: TypeReference;
  /** As `type`, where it is written at the logic. */
  readonly logicType: TypeReference;
  readonly parameters: readonly TypedName[];
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
  readonly type: TypeReference;
  readonly inputDataIds: readonly string[];
  readonly inputDecisionIds: readonly string[];
  readonly outputDecisionIds: readonly string[];
}

export type DecisionElement = Decision | KnowledgeModel | InputData | DecisionService;

/** An import of another model: its elements are seen as members of `name`, or by their own names when `name` is empty. */
export interface ModelImport {
  readonly name: string;
  readonly namespace: string;
  readonly line: number | null;
}

/** The content of a DMN file as readonly data, made by `parseDmn`. Plain JSON. */
export interface DecisionModel {
  readonly name: string | null;
  readonly namespace: string;
  readonly imports: readonly ModelImport[];
  /** Elements by id. */
  readonly elements: Readonly<Record<string, DecisionElement>>;
  readonly itemTypes: Readonly<Record<string, ItemType>>;
}
