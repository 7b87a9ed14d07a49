"""Reports, decisions, appeals, mutes, and the trail they leave."""
