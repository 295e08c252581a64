/** One point in which expressions or decisions differ from the standard, or in which the standard leaves the choice to us. */
export interface Deviation {
  readonly name: string;
  /** Section of the standard. */
  readonly section: string;
  readonly difference: string;
}

/** Where FEEL and decisions differ from DMN 1.5, for the coverage page. Everything that is not named here is as the standard says. */
export const DEVIATIONS: readonly Deviation[] = [
  {
    name: 'Strict expressions in processes',
    section: 'DMN 1.5, 10.3.2',
    difference:
      'In a process what is missing or of the wrong type is an incident that names the place in the expression, where the standard says null. Decisions follow the standard.',
  },
  {
    name: 'Problems of decisions in processes',
    section: 'DMN 1.5, 8.2.10 and 10.3.2.9.4',
    difference:
      'A business rule task fails when an input or result does not fit its type, a name exists nowhere, or rules contradict their hit policy. `lanework decide` prints null and tells of the problem.',
  },
  {
    name: 'now() and today()',
    section: 'DMN 1.5, 10.3.4.7',
    difference: 'They answer the time of the command, today() in UTC, so that a replay gives the same values.',
  },
  {
    name: 'Numbers as variables',
    section: 'DMN 1.5, 10.3.2.3.1',
    difference:
      'FEEL calculates with 34 decimal digits. A number that leaves an expression is JSON and so the nearest double; amounts of money stay exact as texts.',
  },
  {
    name: 'Trailing zeros',
    section: 'DMN 1.5, 10.3.4.1',
    difference: 'string(1.10) is "1.1": a number does not remember how it was written.',
  },
  {
    name: 'Scope of input data',
    section: 'DMN 1.5, 6.2.2',
    difference:
      'A decision sees every input that is given, also one that it does not require, because many files leave the requirements out.',
  },
  {
    name: 'Types of output columns',
    section: 'DMN 1.5, 8.3.3',
    difference: 'The type of an output column is not enforced; output values, the type of the table and that of the decision are.',
  },
  {
    name: 'External functions',
    section: 'DMN 1.5, 10.3.2.13.3',
    difference: 'Functions of kind Java and PMML are refused in boxed expressions and null in FEEL: nothing outside the file is run.',
  },
  {
    name: 'Imports of other kinds',
    section: 'DMN 1.5, 6.3.3',
    difference: 'Only DMN models are imported; an import of PMML or XML Schema is refused.',
  },
  {
    name: 'Times with a named zone',
    section: 'DMN 1.5, 10.3.2.3.5',
    difference: 'A time has no date, so a named zone counts with its offset at the start of 1970 when times are compared.',
  },
  {
    name: 'Functions beyond the standard',
    section: 'DMN 1.5, 10.3.4',
    difference:
      'There are also money functions, is defined, get or else, trim, is blank, extract, partition, is empty, duplicate values, last day of month, round half even and from epoch milliseconds.',
  },
  {
    name: 'Limits',
    section: 'DMN 1.5, 10.3',
    difference:
      'An expression has bounds of length, nesting, loops, recursion and time; past them it fails. They are named in engine/expression/limits.ts.',
  },
];
