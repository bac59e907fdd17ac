import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

// A worker whose event loop has nothing left takes itself apart, object by object. With a gigabyte
// of garbage in each of three, this outlasts the half a second that Jest waits before it warns of a
// leak. `process.exit` leaves all that to the system. What has a handle open does not get here.
if (process.argv[1]?.endsWith('processChild.js')) process.once('beforeExit', () => process.exit());

/** Returns the result of `make`; each context that it creates meanwhile is an ordinary one. */
const inOrdinaryContext = <T>(make: () => T): T => {
  const { createContext } = vm;
  vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
  try {
    return make();
  } finally {
    vm.createContext = createContext;
  }
};

/**
 * Jest's environment for Node, in an ordinary context. The contextified object that Jest makes asks
 * an interceptor for each global: `Object.keys` or `JSON.parse` in a loop takes thirty times as
 * long. Source: https://nodejs.org/api/vm.html#vmconstantsdont_contextify
 */
export default new Proxy(TestEnvironment, {
  construct: (target, parameters, newTarget) => inOrdinaryContext(() => Reflect.construct(target, parameters, newTarget) as object),
});
