/** A page that lists the operations of `openapi.json` and sends them from the browser; needs nothing from other servers. */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lanework API</title>
<link rel="stylesheet" href="docs/page.css">
</head>
<body>
<header><h1>Lanework API</h1><input id="filter" type="search" placeholder="Filter operations" aria-label="Filter operations"></header>
<main id="operations" aria-live="polite"></main>
<script type="module" src="docs/page.js"></script>
</body>
</html>
`;

export const docsStyle = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
header { align-items: center; display: flex; gap: 1rem; justify-content: space-between; }
input, textarea { background: Field; border: 1px solid GrayText; border-radius: 6px; box-sizing: border-box; color: FieldText; font: inherit; padding: .4rem .6rem; }
textarea { font-family: ui-monospace, monospace; min-height: 6rem; width: 100%; }
details { border: 1px solid color-mix(in srgb, GrayText 40%, transparent); border-radius: 8px; margin: .5rem 0; padding: .5rem .8rem; }
summary { cursor: pointer; }
.method { display: inline-block; font-weight: 700; min-width: 4.5rem; text-transform: uppercase; }
.roles { color: GrayText; font-size: .85em; }
label { display: grid; gap: .2rem; grid-template-columns: 12rem 1fr; margin: .4rem 0; }
button { border: 0; border-radius: 6px; background: #1f6f5c; color: #fff; cursor: pointer; font: inherit; padding: .4rem 1rem; }
pre { background: color-mix(in srgb, GrayText 12%, transparent); border-radius: 6px; max-height: 24rem; overflow: auto; padding: .6rem; white-space: pre-wrap; }
`;

export const docsScript = `
const description = await (await fetch('openapi.json')).json();
const main = document.querySelector('#operations');
const element = (name, members = {}, ...children) => { const node = Object.assign(document.createElement(name), members); node.append(...children); return node; };

const resolve = (schema) => (schema?.$ref ? description.components.schemas[schema.$ref.split('/').pop()] : schema) ?? {};
const sample = (schema, depth = 0) => {
  const known = resolve(schema);
  if (depth > 4) return null;
  if (known.default !== undefined) return known.default;
  if (known.enum) return known.enum[0];
  if (known.anyOf) return sample(known.anyOf[0], depth + 1);
  if (known.type === 'object') return Object.fromEntries(Object.entries(known.properties ?? {}).map(([name, member]) => [name, sample(member, depth + 1)]));
  if (known.type === 'array') return [sample(known.items, depth + 1)];
  return { string: '', integer: known.minimum ?? 0, number: 0, boolean: false }[known.type] ?? null;
};

const send = async (method, path, operation, form) => {
  const query = new URLSearchParams();
  const headers = { 'X-Requested-With': 'lanework' };
  for (const parameter of operation.parameters ?? []) {
    const value = form.elements[parameter.in + ':' + parameter.name].value;
    if (value === '') continue;
    if (parameter.in === 'path') path = path.replace('{' + parameter.name + '}', encodeURIComponent(value));
    else if (parameter.in === 'query') query.set(parameter.name, value);
    else headers[parameter.name] = value;
  }
  const body = form.elements.body?.value;
  if (body) headers['Content-Type'] = 'application/json';
  const address = description.servers[0].url + path + (query.size ? '?' + query : '');
  const answer = await fetch(address, { method: method.toUpperCase(), headers, ...(body ? { body } : {}) });
  const text = await answer.text();
  let shown = text;
  try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* Not JSON: shown as it came. */ }
  return answer.status + ' ' + answer.statusText + '\\n\\n' + shown;
};

const tryIt = (method, path, operation) => {
  const form = element('form');
  for (const parameter of operation.parameters ?? []) {
    form.append(element('label', {}, parameter.name + (parameter.required ? ' *' : ''), element('input', { name: parameter.in + ':' + parameter.name, required: parameter.required, placeholder: parameter.in })));
  }
  const schema = operation.requestBody?.content['application/json'].schema;
  if (schema) form.append(element('textarea', { name: 'body', value: JSON.stringify(sample(schema), null, 2), ariaLabel: 'Body' }));
  const result = element('pre', { hidden: true });
  form.append(element('button', {}, 'Send'), result);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    result.hidden = false;
    result.textContent = 'Waiting ...';
    result.textContent = await send(method, path, operation, form).catch((error) => String(error));
  });
  return form;
};

const show = (filter) => {
  main.replaceChildren();
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!(method + path + operation.summary).toLowerCase().includes(filter)) continue;
      const roles = operation['x-roles'] ? ' for ' + operation['x-roles'].join(', ') : operation.security.length === 0 ? ' for everybody' : '';
      const details = element('details', {}, element('summary', {}, element('span', { className: 'method' }, method), element('code', {}, path), ' ' + operation.summary, element('span', { className: 'roles' }, roles)));
      details.addEventListener('toggle', () => {
        if (details.open && !details.querySelector('form')) details.append(element('pre', {}, JSON.stringify(operation.responses, null, 2)), tryIt(method, path, operation));
      });
      main.append(details);
    }
  }
};
document.querySelector('#filter').addEventListener('input', (event) => show(event.target.value.toLowerCase()));
show('');
`;
