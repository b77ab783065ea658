// A card with one thing to know.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector('.root');
  const card = el('div', `card ${data.tone}`);
  if (data.tone === 'error') card.setAttribute('role', 'alert');
  if (data.title) card.append(el('h2', '', data.title));
  card.append(el('p', '', data.text));
  root.replaceChildren(card);
}
