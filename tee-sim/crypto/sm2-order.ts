// Arithmetic modulo the order n of the SM2 base point, for the scalars of a signature.
import { multiplyModulo } from './montgomery.ts';
import { residuesModulo } from './residues.ts';
import { SM2_PARAMETERS } from './sm2-parameters.ts';

/** out = a·b/R mod n; see `multiplyModulo` for its bounds. */
export const multiplyModOrder = multiplyModulo(SM2_PARAMETERS.n);

export const order = residuesModulo(SM2_PARAMETERS.n, multiplyModOrder);
