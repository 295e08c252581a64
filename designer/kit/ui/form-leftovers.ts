/** Texts of the form library that do not go through its translation: what an empty list to choose from shows. */
export interface LeftoverTexts {
  readonly search: string;
  readonly select: string;
}

/** Keeps the leftovers of a drawn form translated while it changes; returns how to stop. */
export function translateLeftovers(host: HTMLElement, texts: LeftoverTexts): () => void {
  const translate = () => {
    for (const input of host.querySelectorAll<HTMLInputElement>('.fjs-form-field-select input[placeholder="Search"]')) {
      input.placeholder = texts.search;
    }
    for (const shown of host.querySelectorAll('.fjs-form-field-select .fjs-select-placeholder')) {
      // The text alone: the library keeps the node.
      const text = shown.firstChild;
      if (text !== null && text.nodeValue !== texts.select) text.nodeValue = texts.select;
    }
  };
  translate();
  const observer = new MutationObserver(translate);
  observer.observe(host, { subtree: true, childList: true, characterData: true });
  return () => observer.disconnect();
}
