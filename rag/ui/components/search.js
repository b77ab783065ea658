// A search box that tells what was typed, shortly after the last key.

const PAUSE_MS = 180;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  memory.send = setTriggerValue;
  if (!memory.input) build(root, memory);
  memory.input.placeholder = data.placeholder;
  memory.input.setAttribute('aria-label', data.placeholder);
  // What is being typed is newer than what the server knows.
  if (root.getRootNode().activeElement !== memory.input) memory.input.value = data.value;
}

function build(root, memory) {
  const input = el('input', 'field');
  input.type = 'search';
  input.dir = 'auto';
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.maxLength = 500;
  const tell = () => {
    clearTimeout(memory.timer);
    if (input.value === memory.told) return;
    memory.told = input.value;
    memory.send('text', { text: input.value });
  };
  input.oninput = event => {
    if (event.isComposing) return;
    clearTimeout(memory.timer);
    memory.timer = setTimeout(tell, PAUSE_MS);
  };
  input.oncompositionend = () => { memory.timer = setTimeout(tell, PAUSE_MS); };
  input.onkeydown = event => { if (event.key === 'Enter') tell(); };
  memory.input = input;
  root.append(input);
}
