import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

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
