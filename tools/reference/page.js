// The script of the reference page: it is served as it is, and runs before the renderer.

const byId = (id) => document.getElementById(id);
const nonce = document.querySelector('meta[property=csp-nonce]').content;

// The renderer's styles get the nonce of the page, and its style attributes go by the CSSOM: the
// Content-Security-Policy takes no other styles.
const createElement = document.createElement.bind(document);
document.createElement = (name, options) => {
  const element = createElement(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
};
const { setAttribute } = Element.prototype;
Element.prototype.setAttribute = function (name, value) {
  if (name === 'style' && this.style) this.style.cssText = value;
  else setAttribute.call(this, name, value);
};

/** Everything that calls a service of the renderer's maker is off. */
const CONFIGURATION = {
  telemetry: false,
  withDefaultFonts: false,
  proxyUrl: '',
  agent: { disabled: true, hideAddApi: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  hiddenClients: true,
  persistAuth: false,
  documentDownloadType: 'json',
};

const fetchToken = async () => {
  const response = await fetch('/docs/token', { method: 'POST' });
  if (!response.ok) throw new Error(`The runtime answered ${response.status}`);
  return (await response.json()).token;
};

const start = () => {
  const configuration = { ...CONFIGURATION, url: byId('reference').dataset.document };
  const reference = window.Scalar.createApiReference('#reference', configuration);
  byId('token')?.addEventListener('click', async () => {
    try {
      const authentication = { preferredSecurityScheme: 'bearer', securitySchemes: { bearer: { token: await fetchToken() } } };
      reference.updateConfiguration({ ...configuration, authentication });
      byId('token').textContent = 'Renew the token';
      byId('token-status').textContent = 'Requests have a token for one hour.';
    } catch (error) {
      byId('token-status').textContent = error.message;
    }
  });
};

document.addEventListener('DOMContentLoaded', start);
