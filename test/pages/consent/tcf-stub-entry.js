/** The IAB's own stub, for the page's first script. */
import stub from '@iabtcf/stub';

stub();
