"""From noise to clean latents: noise levels, the solvers that step between them, and the schedule of one clip. Every family uses them."""
