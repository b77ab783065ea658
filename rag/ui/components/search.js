// A search box that tells what was typed, at every key: the server itself skips what was overtaken while it searched.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root'), memory = memoryOf(root);
  memory.send = setTriggerValue; memory.parameter = data.parameter;
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
    if (input.value === memory.told) return;
    memory.told = input.value;
    memory.send('text', { text: input.value });
    if (memory.parameter) putIntoAddress(memory.parameter, memory.told);
  };
  // What an input method is still composing is no word yet.
  input.oninput = event => { if (!event.isComposing) tell(); };
  input.oncompositionend = tell;
  memory.input = input;
  root.append(input);
}

// So that a search can be shared; in place of the words before, so that Back does not lead through every key.
function putIntoAddress(parameter, words) {
  const address = new URL(location.href);
  if (words) address.searchParams.set(parameter, words);
  else address.searchParams.delete(parameter);
  // Some browsers take only so many changes in half a minute.
  try { history.replaceState(history.state, '', address); } catch { return; }
}
