// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// A token that anybody can mint, and that fails in every way in which a contract can.
contract TestToken is ERC20, ERC20Permit {
    error NotToday(uint256 day);

    constructor() ERC20("Test Token", "TEST") ERC20Permit("Test Token") {}

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function failWithText() external pure {
        revert("not on a Sunday");
    }

    function failWithPanic(uint256 by) external pure returns (uint256) {
        return 1 / by;
    }

    function failWithError() external pure {
        revert NotToday(7);
    }

    function failSilently() external pure {
        revert();
    }
}
