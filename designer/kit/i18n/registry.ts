import type { Language } from './languages.ts';

/** Texts of one namespace in one language: nested objects whose leaves are texts. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

type Loader = () => Promise<{ readonly default: Texts }>;

/** Loads the texts of a namespace, one loader per language, so that a browser fetches only the language it shows. */
export type NamespaceLoaders = Readonly<Record<Language, Loader>>;

const namespaces = new Map<string, NamespaceLoaders>();

/** Registers the texts of a part of the application; called once by the part's entry module before it renders. */
export function registerNamespace(namespace: string, loaders: NamespaceLoaders): void {
  namespaces.set(namespace, loaders);
}

/** Loads the texts of a registered namespace; fails for an unknown one, because its page would show bare keys. */
export async function loadTexts(namespace: string, language: Language): Promise<Texts> {
  const loaders = namespaces.get(namespace);
  if (loaders === undefined) throw new Error(`Expected namespace ${namespace} to be registered, but it is not.`);
  return (await loaders[language]()).default;
}
